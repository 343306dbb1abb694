package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// What a repository must look like, by all entries of its chain up to `head`.
///
/// @param head of the chain that says so
/// @param identity empty as long as the ledger does not know the repository
/// @param archives the living ones, checkpoints among them, by id, in the order of receipt
/// @param manifest the newest that was seen
/// @param nextNonce the lowest that was never given out
/// @param unfinished archives that targets were let in to make and that nobody has seen complete
/// @param holds of living archives
/// @param findings the open ones, by number
/// @param retention what became of plans
public record RepositoryState(
    Head head,
    Optional<Identity> identity,
    SequencedMap<ObjectId, LedgerArchive> archives,
    Optional<ManifestMark> manifest,
    long nextNonce,
    SequencedSet<ArchiveName> unfinished,
    SequencedMap<ObjectId, Hold> holds,
    SequencedMap<Long, OpenFinding> findings,
    Retention retention) {
  public RepositoryState {
    archives = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(archives));
    unfinished = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(unfinished));
    holds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(holds));
    findings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(findings));
  }

  /// Which repository it is.
  ///
  /// @param keyFingerprint of its locked key; empty in modes without one
  /// @param keyChange fingerprint of the locked key that may be there as well, because the
  ///   controller has set out to put it there
  /// @param since when the ledger came to know it
  public record Identity(
      ObjectId repository,
      KeyType keyType,
      Optional<String> keyFingerprint,
      Optional<String> keyChange,
      LedgerEntry.Origin origin,
      Instant since) {}

  /// A list of archives.
  ///
  /// @param digest names its very bytes
  /// @param timestamp as its writer wrote it
  public record ManifestMark(ObjectId digest, Instant timestamp) {}

  /// An archive that stays until a person says otherwise.
  public record Hold(ObjectId archive, Instant since, String by, String reason) {}

  /// A finding that no person has closed.
  public record OpenFinding(long number, Instant at, LedgerEntry.FindingRaised finding) {}

  /// What became of plans.
  ///
  /// @param open decided, and not executed as far as the ledger knows
  /// @param decidedAt when the last plan was decided
  /// @param dropped archives that are gone and whose space may still be taken, in the order of
  ///   going
  /// @param compactedAt when space was freed last
  public record Retention(
      Optional<LedgerEntry.RetentionDecided> open,
      Optional<Instant> decidedAt,
      List<Dropped> dropped,
      Optional<Instant> compactedAt) {
    public Retention {
      dropped = List.copyOf(dropped);
    }

    /// A dropped archive.
    ///
    /// @param at when the ledger learnt that it is gone
    public record Dropped(LedgerArchive archive, Instant at) {}
  }

  /// The living archive of this name.
  public Optional<LedgerArchive> find(ArchiveName name) {
    return archives.values().stream().filter(archive -> archive.name().equals(name)).findAny();
  }

  /// The living archives that are no checkpoints, in the order of receipt.
  public List<LedgerArchive> complete() {
    return archives.values().stream().filter(archive -> !archive.name().isCheckpoint()).toList();
  }
}
