package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the ledger would have to forget and to learn so that a repository is right as it is.
///
/// @param forgets living archives that the repository does not show
/// @param learns archives that the ledger does not know
/// @param entries that make it so; a person must have agreed
public record LedgerRebuild(
    List<LedgerArchive> forgets, List<LedgerArchive> learns, List<LedgerEntry> entries) {
  public LedgerRebuild {
    forgets = List.copyOf(forgets);
    learns = List.copyOf(learns);
    entries = List.copyOf(entries);
  }

  /// Plans it; changes nothing.
  ///
  /// @param by who would accept it
  /// @throws FleetException if the repository names one archive twice
  public static LedgerRebuild of(RepositoryState state, Shown shown, String by) {
    var same =
        state.identity().filter(known -> known.repository().equals(shown.repository())).isPresent();
    var archives = archives(shown);
    if (!same) {
      var forgets = new ArrayList<>(state.archives().values());
      return new LedgerRebuild(forgets, archives, entries(shown, LedgerEntry.Origin.REBUILT));
    }
    var byId = new HashMap<ObjectId, LedgerArchive>();
    archives.forEach(archive -> byId.put(archive.id(), archive));
    var forgets =
        state.archives().values().stream().filter(old -> !isSame(old, byId.get(old.id()))).toList();
    var learns =
        archives.stream()
            .filter(archive -> !isSame(archive, state.archives().get(archive.id())))
            .toList();
    var entries = new ArrayList<LedgerEntry>();
    entries.add(
        new LedgerEntry.RebuildAccepted(by, forgets.stream().map(LedgerArchive::id).toList()));
    entries.add(known(shown, LedgerEntry.Origin.REBUILT));
    learns.forEach(archive -> entries.add(new LedgerEntry.ArchiveAcknowledged(archive)));
    entries.add(seen(shown));
    return new LedgerRebuild(forgets, learns, entries);
  }

  /// Plans the chain that stands in place of a broken one. What its entries before the break say of
  /// the archives that are still there is kept: when they came, holds, findings, nonces.
  ///
  /// @param by who would accept it
  /// @throws FleetException if the repository names one archive twice
  public static LedgerRebuild anew(TargetLedger.Broken broken, Shown shown, String by) {
    var old = broken.believed();
    var same =
        old.identity().filter(known -> known.repository().equals(shown.repository())).isPresent();
    var learns = new ArrayList<LedgerArchive>();
    var kept = new HashSet<ObjectId>();
    var entries = new ArrayList<LedgerEntry>();
    entries.add(new LedgerEntry.ChainBegun(by, broken.chain(), old.head().sequence()));
    entries.add(known(shown, LedgerEntry.Origin.REBUILT));
    if (same && old.nextNonce() > 0) {
      entries.add(new LedgerEntry.NoncesReserved(0, old.nextNonce()));
    }
    var there = new LinkedHashMap<ObjectId, LedgerArchive>();
    archives(shown).forEach(archive -> there.put(archive.id(), archive));
    // In the order of the broken chain: it says which times a wrong clock has made.
    for (var before : same ? old.archives().values() : List.<LedgerArchive>of()) {
      if (isSame(before, there.get(before.id()))) {
        kept.add(before.id());
        there.remove(before.id());
        entries.add(new LedgerEntry.ArchiveAcknowledged(before));
      }
    }
    for (var archive : there.values()) {
      learns.add(archive);
      entries.add(new LedgerEntry.ArchiveAcknowledged(archive));
    }
    entries.add(seen(shown));
    old.holds().values().stream()
        .filter(hold -> kept.contains(hold.archive()))
        .forEach(hold ->
            entries.add(new LedgerEntry.HoldPlaced(hold.archive(), hold.by(), hold.reason())));
    old.findings().values().forEach(open -> entries.add(open.finding()));
    var forgets =
        old.archives().values().stream().filter(gone -> !kept.contains(gone.id())).toList();
    return new LedgerRebuild(forgets, learns, entries);
  }

  private static boolean isSame(LedgerArchive one, @Nullable LedgerArchive other) {
    return other != null && one.name().equals(other.name());
  }

  /// The entries that make a repository known, with everything that it shows.
  ///
  /// @throws FleetException if it names one archive twice
  public static List<LedgerEntry> entries(Shown shown, LedgerEntry.Origin origin) {
    var entries = new ArrayList<LedgerEntry>();
    entries.add(known(shown, origin));
    archives(shown).forEach(archive -> entries.add(new LedgerEntry.ArchiveAcknowledged(archive)));
    entries.add(seen(shown));
    return entries;
  }

  private static LedgerEntry known(Shown shown, LedgerEntry.Origin origin) {
    return new LedgerEntry.RepositoryKnown(
        shown.repository(), shown.keyType(), shown.key().fingerprint(), origin);
  }

  private static LedgerEntry seen(Shown shown) {
    return new LedgerEntry.ManifestSeen(shown.manifest().digest(), shown.manifest().timestamp());
  }

  /// Nobody saw them arrive, so borg's time has to serve.
  private static List<LedgerArchive> archives(Shown shown) {
    requireDistinct(shown);
    return shown.manifest().archives().stream()
        .map(entry ->
            new LedgerArchive(
                entry.id(), entry.name(), entry.time(), entry.time(), LedgerArchive.Figures.none()))
        .toList();
  }

  /// No borg makes such a list: whoever wrote it has changed it by hand.
  private static void requireDistinct(Shown shown) {
    var names = new HashMap<ObjectId, ArchiveName>();
    for (var entry : shown.manifest().archives()) {
      var other = names.put(entry.id(), entry.name());
      if (other != null) {
        throw new FleetException(
            ErrorCode.REPOSITORY_TAMPERED,
            "the repository %s names one archive twice, as %s and as %s, which no borg does"
                .formatted(shown.repository(), other, entry.name()),
            "put it back from a copy, or bring it back: holdfast rewind; to delete one of the two"
                + " names would take the data of the other");
      }
    }
  }
}
