package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A repository, held against what the ledger says of it.
///
/// @param differences what nobody has done through the controller; empty if all is well
/// @param catchUp entries for what the controller itself has set going and did not live to see: an
///   archive that was being made, or that never came to be, a plan that was being executed, a new
///   locked key, a newer manifest. Worth nothing where there are differences
public record Comparison(List<Difference> differences, List<LedgerEntry> catchUp) {
  public Comparison {
    differences = List.copyOf(differences);
    catchUp = List.copyOf(catchUp);
  }

  /// Compares; the state must know the repository.
  ///
  /// @param now time of receipt for archives that the ledger catches up with
  public static Comparison of(RepositoryState state, Shown shown, Instant now) {
    var differences = new ArrayList<Difference>();
    compareIdentity(state, shown, differences);
    if (differences.stream().anyMatch(d -> d.kind() == Difference.Kind.OTHER_REPOSITORY)) {
      return new Comparison(differences, List.of());
    }
    var archives = ofManifest(state, shown.manifest(), now);
    differences.addAll(archives.differences());
    var catchUp = new ArrayList<>(archives.catchUp());
    changedKey(state, shown).ifPresent(catchUp::addFirst);
    catchUp.addAll(givenUp(state, shown));
    return new Comparison(differences, catchUp);
  }

  /// A new locked key that the controller has put there, and did not live to enter.
  private static Optional<LedgerEntry> changedKey(RepositoryState state, Shown shown) {
    return state
        .identity()
        .orElseThrow()
        .keyChange()
        .filter(change -> shown.key().fingerprint().equals(Optional.of(change)))
        .map(LedgerEntry.KeyKept::new);
  }

  /// Backups that are over and have left no archive. One of their name that comes up later was made
  /// behind the guard's back.
  private static List<LedgerEntry> givenUp(RepositoryState state, Shown shown) {
    var there = new HashSet<ArchiveName>();
    shown.manifest().archives().forEach(archive -> there.add(archive.name()));
    return state.unfinished().stream()
        .filter(name -> shown.over().contains(name) && !there.contains(name))
        .<LedgerEntry>map(LedgerEntry.BackupGivenUp::new)
        .toList();
  }

  /// Compares the list of archives alone.
  public static Comparison ofManifest(RepositoryState state, Manifest shown, Instant now) {
    var comparing = new Comparing(state, shown, now);
    comparing.manifest();
    comparing.living();
    comparing.unknown();
    comparing.seen();
    return new Comparison(comparing.differences, comparing.catchUp);
  }

  private static void compareIdentity(
      RepositoryState state, Shown shown, List<Difference> differences) {
    var identity = state.identity().orElseThrow();
    if (!identity.repository().equals(shown.repository())) {
      differences.add(Difference.otherRepository(shown.repository(), identity.repository()));
      return;
    }
    if (identity.keyType() != shown.keyType()) {
      differences.add(
          new Difference(
              Difference.Kind.OTHER_KEY_TYPE,
              "its mode is %s instead of %s"
                  .formatted(shown.keyType().borgName(), identity.keyType().borgName())));
    }
    wrongKey(identity, shown.key())
        .map(what -> new Difference(Difference.Kind.OTHER_KEY, what))
        .ifPresent(differences::add);
  }

  private static Optional<String> wrongKey(RepositoryState.Identity known, ShownKey shown) {
    return switch (shown) {
      case ShownKey.None _ -> Optional.empty();
      case ShownKey.Unreadable _ -> Optional.of("it shows no locked key that can be read");
      case ShownKey.Present(var there)
          when known.keyFingerprint().isPresent()
              && !known.keyFingerprint().get().equals(there)
              && !known.keyChange().equals(Optional.of(there)) ->
          Optional.of("its locked key is another than before");
      case ShownKey.Present _ -> Optional.empty();
    };
  }

  /// One comparison under way.
  private static final class Comparing {
    private final RepositoryState state;
    private final Manifest shown;
    private final Instant now;
    private final Map<ArchiveName, ManifestEntry> byName = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<LedgerEntry> catchUp = new ArrayList<>();

    Comparing(RepositoryState state, Manifest shown, Instant now) {
      this.state = state;
      this.shown = shown;
      this.now = now;
      shown.archives().forEach(archive -> byName.put(archive.name(), archive));
    }

    void manifest() {
      if (state.manifest().isEmpty()) {
        return;
      }
      var known = state.manifest().get();
      if (shown.timestamp().isBefore(known.timestamp())) {
        differences.add(
            new Difference(
                Difference.Kind.OLDER_MANIFEST,
                "its list of archives is of %s, older than that of %s which was seen before"
                    .formatted(shown.timestamp(), known.timestamp())));
      } else if (shown.timestamp().equals(known.timestamp())
          && !shown.digest().equals(known.digest())) {
        differences.add(
            new Difference(
                Difference.Kind.FORKED_MANIFEST,
                "its list of archives has the time of the one that was seen before, %s, and is"
                        .formatted(known.timestamp())
                    + " another"));
      }
    }

    /// What lives by the ledger must be there.
    void living() {
      var planned = new HashSet<ObjectId>();
      state
          .retention()
          .open()
          .ifPresent(plan -> plan.drops().forEach(drop -> planned.add(drop.archive())));
      var gone = new ArrayList<ObjectId>();
      for (var archive : state.archives().values()) {
        var entry = byName.get(archive.name());
        if (entry == null && planned.contains(archive.id())) {
          gone.add(archive.id());
        } else if (entry == null) {
          differences.add(
              new Difference(
                  Difference.Kind.ARCHIVE_MISSING, "the archive " + archive.name() + " is gone"));
        } else if (!entry.id().equals(archive.id())) {
          differences.add(
              new Difference(
                  Difference.Kind.ARCHIVE_REPLACED,
                  "the archive %s is another one: %s instead of %s"
                      .formatted(archive.name(), entry.id(), archive.id())));
        }
      }
      if (!gone.isEmpty()) {
        catchUp.add(
            new LedgerEntry.RetentionExecuted(state.retention().open().orElseThrow().plan(), gone));
      }
    }

    /// What is there must live by the ledger, or have been on its way.
    void unknown() {
      var names = new HashSet<ArchiveName>();
      var ids = new HashSet<>(state.archives().keySet());
      state.archives().values().forEach(archive -> names.add(archive.name()));
      for (var entry : shown.archives()) {
        if (names.contains(entry.name())) {
          continue;
        }
        if (wasOnItsWay(entry.name()) && ids.add(entry.id())) {
          catchUp.add(onItsWay(entry));
        } else {
          differences.add(
              new Difference(
                  Difference.Kind.ARCHIVE_UNKNOWN,
                  "the archive %s (%s) was not made through Holdfast"
                      .formatted(entry.name(), entry.id())));
        }
      }
    }

    private LedgerEntry onItsWay(ManifestEntry entry) {
      return new LedgerEntry.ArchiveAcknowledged(
          new LedgerArchive(
              entry.id(), entry.name(), now, entry.time(), LedgerArchive.Figures.none()));
    }

    private boolean wasOnItsWay(ArchiveName name) {
      return state.unfinished().stream()
          .anyMatch(started ->
              started.equals(name)
                  || (name.isCheckpoint() && name.value().startsWith(started + ".checkpoint")));
    }

    void seen() {
      var known = state.manifest().map(RepositoryState.ManifestMark::digest);
      if (!known.equals(Optional.of(shown.digest()))) {
        catchUp.add(new LedgerEntry.ManifestSeen(shown.digest(), shown.timestamp()));
      }
    }
  }
}
