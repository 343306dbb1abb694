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
import java.util.List;

/// Finds chunks of before the session that a new archive names. Nearly all are in the archive
/// before it; whatever no archive names any more, such as the chunks of a file that could not be
/// read to its end, is read itself.
final class OldChunks {
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
    List<ObjectId> left = new ArrayList<>();
    search.wanted.each((id, _) -> {
      if (search.found.size(id) == ChunkTable.ABSENT) {
        left.add(id);
      }
    });
    reads.getMany(
        left,
        (id, object) -> {
          byte[] plain = StreamReader.open(key, id, object);
          KnownChunks.requireSize(id, plain.length, search.wanted.size(id));
        });
  }

  /// Crosses off what old archives name.
  private static final class Search implements ItemConsumer {
    private final ChunkTable wanted;
    private final ChunkTable found;
    private int left;

    Search(ChunkTable wanted) {
      this.wanted = wanted;
      this.found = new ChunkTable(Math.max(1, wanted.entries()));
      this.left = wanted.entries();
    }

    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) {
      if (wanted.size(id) == plainBytes && found.size(id) == ChunkTable.ABSENT) {
        found.put(id, plainBytes);
        left--;
      }
    }

    @Override
    public void item(Item item) {}
  }
}
