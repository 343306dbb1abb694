package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.util.List;

/// Which chunks the repository holds, and how large their contents are: those whose content this
/// session has sent, and those of before that it was shown to hold.
///
/// A chunk that was stored and deleted again is known to be gone. Not for several threads.
final class KnownChunks {
  private static final int GONE = ChunkTable.SIZE_MAX;

  private final int chunksMax;
  private final MemoryBudget.Share memory;
  private final Runnable lastResort;
  private final ChunkTable sent;
  private final ChunkTable shown;

  /// @param chunksMax how many are remembered at most
  /// @param memory for remembering them
  /// @param lastResort gives memory back that can be done without, when none is left
  KnownChunks(int chunksMax, MemoryBudget.Share memory, Runnable lastResort) {
    this.chunksMax = chunksMax;
    this.memory = memory;
    this.lastResort = lastResort;
    this.sent = none();
    this.shown = none();
  }

  /// The session has sent this content.
  ///
  /// @return false if there are too many
  boolean add(ObjectId id, int plainBytes) {
    return sent.put(id, plainBytes);
  }

  void remove(ObjectId id) {
    sent.put(id, GONE);
  }

  /// Whether the session has sent this content; what it merely names it may not read.
  boolean wasSent(ObjectId id) {
    int size = sent.size(id);
    return size != ChunkTable.ABSENT && size != GONE;
  }

  /// Which of these the session has not sent.
  ///
  /// @throws RefusedException if there are too many
  ChunkTable notSent(List<ObjectId> ids) throws RefusedException {
    ChunkTable foreign = none();
    for (ObjectId id : ids) {
      if (!wasSent(id)) {
        remember(foreign, id, 0);
      }
    }
    return foreign;
  }

  /// A chunk is named with this size.
  ///
  /// @param unknown takes it if nothing is known of it yet
  /// @throws RefusedException if it is gone, or of another size
  void named(ObjectId id, int plainBytes, ChunkTable unknown) throws RefusedException {
    int size = sent.size(id);
    if (size == ChunkTable.ABSENT) {
      size = shown.size(id);
    }
    if (size == ChunkTable.ABSENT) {
      size = unknown.size(id);
      if (size == ChunkTable.ABSENT) {
        remember(unknown, id, plainBytes);
        return;
      }
    }
    if (size == GONE) {
      throw RefusedException.malformed("it names the chunk " + id + ", which was deleted");
    }
    requireSize(id, size, plainBytes);
  }

  /// The repository was shown to hold these.
  ///
  /// @param found is empty afterwards
  void confirm(ChunkTable found) throws RefusedException {
    if (shown.entries() + found.entries() > chunksMax) {
      throw tooMany();
    }
    shown.takeOver(found);
  }

  ChunkTable none() {
    return new ChunkTable(chunksMax, memory, lastResort);
  }

  static void requireSize(ObjectId id, int size, int named) throws RefusedException {
    if (size != named) {
      throw RefusedException.malformed(
          "it names the chunk " + id + " with " + named + " bytes, but it has " + size);
    }
  }

  private void remember(ChunkTable table, ObjectId id, int size) throws RefusedException {
    if (!table.put(id, size)) {
      throw tooMany();
    }
  }

  private RefusedException tooMany() {
    return new RefusedException(
        Refusal.TOO_LARGE, "it names more than " + chunksMax + " different chunks");
  }
}
