package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveMetadata;
import java.util.List;

/// What archives say of their items, as far as a client may read it: the streams of the archives
/// that it was shown last. Borg reads one archive after the other, so what it was shown long ago is
/// forgotten; however many archives there are and however large somebody made them, the memory is
/// the same, and nothing is ever refused for being too much; but see [MemoryBudget].
///
/// For several threads.
final class ShownStreams {
  /// Any archive fits, and its table just does not grow once more; honest streams of so many chunks
  /// have some 100 GB, of 500 million files.
  private static final int LOT_MAX = 750_000;

  private final int lotMax;
  // The older one is emptied and filled again.
  private ChunkTable earlier;
  private ChunkTable latest;

  /// @param memory for remembering them
  ShownStreams(MemoryBudget.Share memory) {
    this(LOT_MAX, memory);
  }

  /// @param lotMax of how many chunks the streams are that are always remembered; twice as many are
  ///   remembered at most
  /// @param memory for remembering them
  ShownStreams(int lotMax, MemoryBudget.Share memory) {
    this.lotMax = lotMax;
    this.earlier = new ChunkTable(lotMax, memory);
    this.latest = new ChunkTable(lotMax, memory);
  }

  /// The client was shown this archive.
  void learn(ArchiveMetadata archive) {
    learn(archive.items());
  }

  /// @param chunks at most as many as are always remembered
  synchronized void learn(List<ObjectId> chunks) {
    if (latest.entries() + chunks.size() > lotMax) {
      ChunkTable oldest = earlier;
      earlier = latest;
      latest = oldest;
      latest.clear();
    }
    for (ObjectId id : chunks) {
      if (!latest.put(id, 0)) {
        throw new IllegalArgumentException("one archive is larger than a lot of streams");
      }
    }
  }

  synchronized boolean contains(ObjectId id) {
    return latest.size(id) != ChunkTable.ABSENT || earlier.size(id) != ChunkTable.ABSENT;
  }
}
