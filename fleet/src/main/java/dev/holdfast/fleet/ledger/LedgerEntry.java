package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing that the ledger records of a repository. What each means for the state is in
/// [RepositoryState]; how it is written is in `docs/spec/ledger.md`.
public sealed interface LedgerEntry {
  /// How a repository came into the ledger.
  enum Origin {
    /// The controller created it.
    CREATED,
    /// A person accepted what it showed.
    REBUILT,
    /// It was believed at the first meeting, as the configuration allows.
    FIRST_USE
  }

  /// The target's repository is this one from now on. One with another id leaves everything of the
  /// old one behind.
  ///
  /// @param keyFingerprint of the locked key; empty in modes without one
  record RepositoryKnown(
      ObjectId repository, KeyType keyType, Optional<String> keyFingerprint, Origin origin)
      implements LedgerEntry {}

  /// The locked key was changed on purpose.
  record KeyKept(String fingerprint) implements LedgerEntry {}

  /// The controller is about to replace the locked key by this one, which holds the same key. Until
  /// [KeyKept] says so, either may be there.
  record KeyChangeStarted(String fingerprint) implements LedgerEntry {}

  /// A target is about to be let in to make this archive. An archive of this name, or a checkpoint
  /// of it, that the repository shows later is then no surprise.
  record BackupStarted(ArchiveName archive) implements LedgerEntry {}

  /// The session that was to make this archive is over, and a look at the repository has not shown
  /// it: one of this name, or a checkpoint of it, is a surprise from now on.
  record BackupGivenUp(ArchiveName archive) implements LedgerEntry {}

  /// The archive exists: the controller has read it.
  record ArchiveAcknowledged(LedgerArchive archive) implements LedgerEntry {}

  /// The repository's list of archives is this one, and no older one is acceptable from now on.
  record ManifestSeen(ObjectId digest, Instant timestamp) implements LedgerEntry {}

  /// Nonces were given out, and are never given out again.
  ///
  /// @param start the first
  /// @param next the first that is still free
  record NoncesReserved(long start, long next) implements LedgerEntry {}

  /// A plan of retention is to be executed; one that was open before is given up.
  ///
  /// @param plan its id
  record RetentionDecided(String plan, List<Drop> drops) implements LedgerEntry {
    /// An archive that the plan drops.
    ///
    /// @param reason why no rule keeps it
    public record Drop(ObjectId archive, ArchiveName name, String reason) {}

    public RetentionDecided {
      drops = List.copyOf(drops);
    }
  }

  /// The open plan was executed: these archives are gone.
  record RetentionExecuted(String plan, List<ObjectId> dropped) implements LedgerEntry {
    public RetentionExecuted {
      dropped = List.copyOf(dropped);
    }
  }

  /// The space of dropped archives was freed.
  record Compacted(OptionalLong freedBytes) implements LedgerEntry {}

  /// The quarantine of everything that was dropped counts from now: what was written of its time
  /// before lay in the future.
  record QuarantineRestarted() implements LedgerEntry {}

  /// Something is wrong that a person should know. Its number is that of this entry.
  ///
  /// @param code the kind of finding, in lower case with dashes
  /// @param evidence what exactly was seen; may be empty
  record FindingRaised(String code, String what, String evidence, String nextStep)
      implements LedgerEntry {}

  /// A person has dealt with a finding.
  ///
  /// @param finding the sequence number of its entry
  /// @param by who said so
  record FindingClosed(long finding, String by, String reason) implements LedgerEntry {}

  /// No plan may drop this archive.
  record HoldPlaced(ObjectId archive, String by, String reason) implements LedgerEntry {}

  /// Plans may drop this archive again.
  record HoldLifted(ObjectId archive, String by, String reason) implements LedgerEntry {}

  /// A person has accepted what the repository shows now, against what the ledger said. Archives
  /// and manifest that are new to the ledger follow.
  ///
  /// @param by who accepted it
  /// @param forgotten living archives that the repository does not show any more
  record RebuildAccepted(String by, List<ObjectId> forgotten) implements LedgerEntry {
    public RebuildAccepted {
      forgotten = List.copyOf(forgotten);
    }
  }

  /// This chain stands in place of a broken one, which is kept. Changes no state.
  ///
  /// @param by who agreed to it
  /// @param broken the name of the broken chain
  /// @param believed how many of its entries could be believed
  record ChainBegun(String by, String broken, long believed) implements LedgerEntry {}

  /// The repository, which had become another, is again what the ledger says. Changes no state.
  ///
  /// @param by who agreed to it
  /// @param transaction the newest that is left
  /// @param aside the directory in the repository that holds what came later
  record Rewound(String by, long transaction, String aside) implements LedgerEntry {}
}
