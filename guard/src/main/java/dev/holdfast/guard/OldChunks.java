package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Finds chunks of before the session that a new archive names. Nearly all are in the archive
/// before it; whatever no archive names any more, such as the chunks of a file that could not be
/// read to its end, is read itself.
final class OldChunks {
  private static final int LOT_MAX = 10_000;

  private final Key key;
  private final OwnReads reads;

  OldChunks(Key key, OwnReads reads) {
    this.key = key;
    this.reads = reads;
  }

  /// @param wanted chunks with the sizes with which they are named
  /// @throws RefusedException if one does not exist, or has another size
  void requireAll(ChunkTable wanted, Manifest base) throws IOException, RefusedException {
    Search search = new Search(wanted);
    for (ManifestEntry entry : base.archives().reversed()) {
      if (search.left == 0) {
        return;
      }
      search(entry, search);
    }
    if (search.left > 0) {
      readEach(search);
    }
  }

  /// An old archive that cannot be read is no evidence, and no fault of this session's.
  private void search(ManifestEntry entry, Search search) throws IOException {
    try {
      byte[] object =
          reads.get(entry.id()).orElseThrow(() -> RefusedException.malformed("it is missing"));
      ArchiveMetadata archive = ArchiveMetadata.read(entry.id(), object, key);
      ItemStream stream = new ItemStream(ItemLimits.generous(), search);
      reads.getMany(archive.items(), new StreamReader(key, stream));
    } catch (RefusedException _) {
      return;
    }
  }

  private void readEach(Search search) throws IOException, RefusedException {
    ChunkTable wanted = search.wanted;
    List<ObjectId> lot = new ArrayList<>();
    for (int place = wanted.takenFrom(0);
        place != ChunkTable.ABSENT;
        place = wanted.takenFrom(place + 1)) {
      if (!search.found.get(place)) {
        lot.add(wanted.idAt(place));
      }
      if (lot.size() == LOT_MAX) {
        read(lot, wanted);
        lot.clear();
      }
    }
    read(lot, wanted);
  }

  private void read(List<ObjectId> lot, ChunkTable wanted) throws IOException, RefusedException {
    reads.getMany(
        lot,
        (id, object) -> {
          byte[] plain = StreamReader.open(key, id, object);
          KnownChunks.requireSize(id, plain.length, wanted.size(id));
        });
  }

  /// Crosses off what old archives name.
  private static final class Search implements ItemConsumer {
    private final ChunkTable wanted;
    // By their places in the table, to which nothing is added meanwhile.
    private final BitSet found = new BitSet();
    private int left;

    Search(ChunkTable wanted) {
      this.wanted = wanted;
      this.left = wanted.entries();
    }

    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) {
      int place = wanted.placeOf(id, plainBytes);
      if (place != ChunkTable.ABSENT && !found.get(place)) {
        found.set(place);
        left--;
      }
    }

    @Override
    public void item(Item item) {}
  }
}
