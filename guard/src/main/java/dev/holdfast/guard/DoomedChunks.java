package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import java.io.IOException;
import java.util.List;

/// What may go with planned archives: their metadata, the chunks of their streams, and what their
/// items name, but never an object that says what a remaining archive holds.
///
/// Chunks of files that remaining archives share are left to borg's own counting. To prove them as
/// well, every item of every archive would have to be read for each plan.
final class DoomedChunks {
  private final Key key;
  private final ChunkTable doomed = new ChunkTable(BackupTerms.CHUNKS_MAX);
  private final ChunkTable spared = new ChunkTable(BackupTerms.CHUNKS_MAX);
  private boolean learned;

  DoomedChunks(Key key) {
    this.key = key;
  }

  /// Reads the archives at the first question; what may go may go once.
  boolean mayGo(ObjectId id, List<ManifestEntry> dropped, List<ManifestEntry> kept, OwnReads reads)
      throws IOException, RefusedException {
    if (!learned) {
      learn(dropped, kept, reads);
      learned = true;
    }
    boolean may = doomed.size(id) == 1 && spared.size(id) == ChunkTable.ABSENT;
    if (may) {
      doomed.put(id, 0);
    }
    return may;
  }

  private void learn(List<ManifestEntry> dropped, List<ManifestEntry> kept, OwnReads reads)
      throws IOException, RefusedException {
    for (ManifestEntry entry : kept) {
      ArchiveMetadata archive = read(entry, reads);
      mark(spared, entry.id());
      for (ObjectId id : archive.items()) {
        mark(spared, id);
      }
    }
    for (ManifestEntry entry : dropped) {
      ArchiveMetadata archive = read(entry, reads);
      mark(doomed, entry.id());
      for (ObjectId id : archive.items()) {
        mark(doomed, id);
      }
      ItemStream stream = new ItemStream(ItemLimits.generous(), new Marking());
      reads.getMany(archive.items(), new StreamReader(key, stream));
    }
  }

  private ArchiveMetadata read(ManifestEntry entry, OwnReads reads)
      throws IOException, RefusedException {
    byte[] object =
        reads
            .get(entry.id())
            .orElseThrow(() -> RefusedException.malformed(entry.name() + " is missing"));
    return ArchiveMetadata.read(entry.id(), object, key);
  }

  private static void mark(ChunkTable table, ObjectId id) throws RefusedException {
    if (!table.put(id, 1)) {
      throw RefusedException.malformed("there are too many chunks");
    }
  }

  private final class Marking implements ItemConsumer {
    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException {
      mark(doomed, id);
    }

    @Override
    public void item(Item item) {}
  }
}
