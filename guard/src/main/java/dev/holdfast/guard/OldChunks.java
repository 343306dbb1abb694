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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds chunks of before the session that a new archive names. Nearly all are in the archive
/// before it; whatever no archive names any more, such as the chunks of a file that could not be
/// read to its end, is read itself.
final class OldChunks {
  private static final int LOT_MAX = 10_000;
  private static final long LOT_BYTES = LOT_MAX * Sizes.LISTED_ID_BYTES;

  private final OwnObjects objects;
  private final Promised promised;
  private final OwnReads reads;
  private final MemoryBudget.Share memory;
  // Of an archive in which some of it may have been.
  private @Nullable HostAtFaultException fault;

  OldChunks(OwnObjects objects, OwnReads reads) {
    this.objects = objects;
    this.promised = new Promised(objects);
    this.reads = reads;
    this.memory = objects.memory();
  }

  /// @param wanted chunks with the sizes with which they are named; those that are found are struck
  ///   off
  /// @param stream of the archive that names them
  /// @throws RefusedException if one does not exist, or has another size
  /// @throws HostAtFaultException if the host shows something else in its place, or has lost
  ///   archives that may name it
  void requireAll(ChunkTable wanted, List<ObjectId> stream, Manifest base)
      throws IOException, RefusedException {
    Search search = new Search(wanted);
    for (ManifestEntry entry : base.archives().reversed()) {
      if (search.left == 0) {
        return;
      }
      search(entry, search);
    }
    if (search.left > 0) {
      readEach(wanted, stream);
    }
  }

  /// An old archive that cannot be read is no evidence, and no fault of this session's.
  private void search(ManifestEntry entry, Search search) throws IOException {
    try {
      ArchiveMetadata archive = promised.archive(entry.id(), reads);
      ItemStream stream = new ItemStream(ItemLimits.generous(), search);
      try (var _ = memory.hold(archive.items().size() * Sizes.LISTED_ID_BYTES);
          var reader = new StreamReader(objects, stream)) {
        reads.getMany(archive.items(), promised.to(reader));
      }
    } catch (HostAtFaultException e) {
      fault = e;
    } catch (RefusedException _) {
      return;
    }
  }

  /// The table does not know their ids, so the archive is asked for them once more.
  private void readEach(ChunkTable wanted, List<ObjectId> stream)
      throws IOException, RefusedException {
    Rest rest = new Rest(wanted);
    ItemStream items = new ItemStream(ItemLimits.generous(), rest);
    try (var reader = new StreamReader(objects, items)) {
      reads.getMany(stream, promised.to(reader));
      for (List<ObjectId> lot : rest.lots) {
        read(lot, wanted);
      }
    } finally {
      memory.giveBack(rest.lots.size() * LOT_BYTES);
    }
  }

  private void read(List<ObjectId> lot, ChunkTable wanted) throws IOException, RefusedException {
    reads.getMany(
        lot,
        (id, object) -> {
          if (object.isEmpty() && fault != null) {
            throw fault;
          }
          promised.requireSound(id, object);
          int size = objects.open(id, object, plain -> plain.length);
          KnownChunks.requireSize(id, size, wanted.size(id));
        });
  }

  /// Crosses off what old archives name.
  private static final class Search implements ItemConsumer {
    private final ChunkTable wanted;
    private int left;

    Search(ChunkTable wanted) {
      this.wanted = wanted;
      this.left = wanted.entries();
    }

    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) {
      if (wanted.strike(id, plainBytes)) {
        left--;
      }
    }

    @Override
    public void item(Item item) {}
  }

  /// Gathers what no old archive names.
  private final class Rest implements ItemConsumer {
    private final ChunkTable wanted;
    private final List<List<ObjectId>> lots = new ArrayList<>();
    private List<ObjectId> lot = List.of();

    Rest(ChunkTable wanted) {
      this.wanted = wanted;
    }

    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) {
      if (!wanted.strike(id, plainBytes)) {
        return;
      }
      if (lots.isEmpty() || lot.size() == LOT_MAX) {
        memory.take(LOT_BYTES);
        lot = new ArrayList<>();
        lots.add(lot);
      }
      lot.add(id);
    }

    @Override
    public void item(Item item) {}
  }
}
