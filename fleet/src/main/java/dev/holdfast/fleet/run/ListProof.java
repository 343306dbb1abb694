package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.repository.RepositoryException;
import dev.holdfast.borg.repository.RepositoryFailure;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.guard.CandidateIds;
import dev.holdfast.guard.MemoryBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Finds out which list of archives a repository must have, and reads every archive that comes back
/// to its last item. That its chunks exist is the repository host's word.
///
/// @param target whose repository it is
/// @param log where it tells how far it is, and whose clock counts
record ListProof(String target, RunLog log) {
  /// Objects of archives that come back.
  private static final int OBJECTS_MAX = 6_000_000;

  /// What the ledger says, with what the controller itself had set going when it died: archives on
  /// their way stay, and what an open plan has dropped stays gone.
  ///
  /// @param memory for what it must note
  /// @throws FleetException if an object of an archive that would come back is gone, or the
  ///   archives consist of more than there is memory for
  NewList of(RepositoryReader reader, RepositoryState state, MemoryBudget.Share memory)
      throws IOException, RefusedException {
    var shown = new HashMap<ArchiveName, ManifestEntry>();
    reader.manifest().archives().forEach(entry -> shown.put(entry.name(), entry));
    var caughtUp = Comparison.ofManifest(state, reader.manifest(), log.now()).catchUp();
    var archives = new ArrayList<>(onTheirWay(caughtUp, shown));
    var gone = dropped(caughtUp);
    var back = new ArrayList<String>();
    var needed = new CandidateIds(OBJECTS_MAX, memory);
    for (var archive : state.archives().values()) {
      var entry = shown.get(archive.name());
      if (entry != null && entry.id().equals(archive.id())) {
        archives.add(entry);
      } else if (!gone.contains(archive.id())) {
        log.stillAt("looking whether all of %s is there".formatted(archive.name()));
        archives.add(read(reader, archive, needed));
        back.add(archive.name().value());
      }
    }
    reader.ids(needed::strike);
    if (needed.left() > 0) {
      throw refused(
          "missing archives of %s lack %s, so a new list cannot bring them back"
              .formatted(target, Counted.of(needed.left(), "object")));
    }
    return new NewList(reader.manifest().digest(), archives, back, off(shown, archives));
  }

  private static List<ManifestEntry> onTheirWay(
      List<LedgerEntry> caughtUp, Map<ArchiveName, ManifestEntry> shown) {
    var entries = new ArrayList<ManifestEntry>();
    for (var entry : caughtUp) {
      if (entry instanceof LedgerEntry.ArchiveAcknowledged(var archive)) {
        var listed = shown.get(archive.name());
        if (listed != null) {
          entries.add(listed);
        }
      }
    }
    return entries;
  }

  private static HashSet<ObjectId> dropped(List<LedgerEntry> caughtUp) {
    var ids = new HashSet<ObjectId>();
    for (var entry : caughtUp) {
      if (entry instanceof LedgerEntry.RetentionExecuted(_, var dropped)) {
        ids.addAll(dropped);
      }
    }
    return ids;
  }

  private static List<String> off(
      Map<ArchiveName, ManifestEntry> shown, List<ManifestEntry> archives) {
    return shown.values().stream()
        .filter(entry -> !archives.contains(entry))
        .map(entry -> entry.name().value())
        .sorted()
        .toList();
  }

  /// Reads one archive to its last item, and notes of what it consists.
  private ManifestEntry read(RepositoryReader reader, LedgerArchive archive, CandidateIds needed)
      throws IOException, RefusedException {
    try {
      var listed = new ManifestEntry(archive.name(), archive.id(), archive.started());
      var metadata = reader.archive(listed);
      if (!metadata.name().equals(archive.name())) {
        throw refused(
            "an archive of %s calls itself by another name than in the ledger".formatted(target));
      }
      note(needed, archive.id());
      for (var id : metadata.items()) {
        note(needed, id);
      }
      var items = new ItemStream(ItemLimits.generous(), new Noting(needed));
      reader.contents(metadata.items(), (_, content) -> items.feed(ByteBuffer.wrap(content)));
      items.end();
      return new ManifestEntry(archive.name(), archive.id(), metadata.start());
    } catch (RepositoryException e) {
      if (e.failure() == RepositoryFailure.OBJECT_NOT_FOUND) {
        throw refused(
            "the archive %s of %s is gone, not only its place in the list"
                .formatted(archive.name(), target));
      }
      throw e;
    }
  }

  private static void note(CandidateIds needed, ObjectId id) throws RefusedException {
    try {
      if (!needed.add(id)) {
        throw RefusedException.malformed(
            "the missing archives have more objects than can be noted");
      }
    } catch (MemoryBudget.SpentException e) {
      throw new FleetException(
          ErrorCode.MEMORY_SPENT,
          "the controller has no memory left for the objects of the missing archives",
          "try again when nothing else runs, or give it more: HOLDFAST_JAVA_OPTIONS=-Xmx1g",
          e);
    }
  }

  private record Noting(CandidateIds needed) implements ItemConsumer {
    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException {
      note(needed, id);
    }

    @Override
    public void item(Item item) {}
  }

  private FleetException refused(String sentence) {
    return new FleetException(
        ErrorCode.NOT_REWOUND, sentence, "with a login on its host: holdfast rewind " + target);
  }
}
