package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;

/// The plain sizes of many objects, 36 bytes for each place.
///
/// It grows within the memory of its session. Not for several threads.
final class ChunkTable {
  static final int ABSENT = -1;

  private static final int LONGS = 4;
  private static final int PLACES_MIN = 1 << 10;
  private static final long PLACE_BYTES = LONGS * Long.BYTES + Integer.BYTES;

  private final int entriesMax;
  private final MemoryBudget.Share memory;
  private final Runnable lastResort;
  private long[] ids = new long[PLACES_MIN * LONGS];
  // One more than the size, so that 0 is a free place.
  private int[] sizes = new int[PLACES_MIN];
  private int entries;

  /// @param entriesMax how many objects it remembers at most
  /// @param memory takes what it needs beyond the 36 KiB of an empty table
  ChunkTable(int entriesMax, MemoryBudget.Share memory) {
    this(entriesMax, memory, () -> {});
  }

  /// @param entriesMax how many objects it remembers at most
  /// @param memory takes what it needs beyond the 36 KiB of an empty table
  /// @param lastResort gives memory back that can be done without, when none is left
  ChunkTable(int entriesMax, MemoryBudget.Share memory, Runnable lastResort) {
    this.entriesMax = entriesMax;
    this.memory = memory;
    this.lastResort = lastResort;
  }

  /// The size of this object, or [#ABSENT].
  int size(ObjectId id) {
    return sizes[place(id)] - 1;
  }

  /// Remembers an object, or changes its size.
  ///
  /// @return false if it remembers as many as it may
  /// @throws MemoryBudget.SpentException if there is no memory to grow
  boolean put(ObjectId id, int size) {
    int place = place(id);
    if (sizes[place] == 0) {
      if (entries == entriesMax) {
        return false;
      }
      if (isCrowdedWith(1)) {
        grow();
        place = place(id);
      }
      entries++;
      int at = place * LONGS;
      ids[at] = id.first();
      ids[at + 1] = id.second();
      ids[at + 2] = id.third();
      ids[at + 3] = id.fourth();
    }
    sizes[place] = size + 1;
    return true;
  }

  int entries() {
    return entries;
  }

  /// The first place from this one on that is taken, or [#ABSENT]. A place is that of one object
  /// until the next [#put].
  int takenFrom(int place) {
    for (int next = place; next < sizes.length; next++) {
      if (sizes[next] != 0) {
        return next;
      }
    }
    return ABSENT;
  }

  /// The place of an object with this size, or [#ABSENT].
  int placeOf(ObjectId id, int size) {
    int place = place(id);
    return sizes[place] != 0 && sizes[place] == size + 1 ? place : ABSENT;
  }

  ObjectId idAt(int place) {
    return idAt(ids, place);
  }

  int sizeAt(int place) {
    return sizes[place] - 1;
  }

  /// Takes over what another table of the same session remembers, which then remembers nothing.
  ///
  /// @param other together they remember no more than one of them may
  /// @throws MemoryBudget.SpentException if there is no memory to grow
  void takeOver(ChunkTable other) {
    if (other.entries > entries) {
      swap(other);
    }
    // Places are visited in the order of their hashes: without room for all of them, they would
    // crowd.
    while (isCrowdedWith(other.entries)) {
      grow();
    }
    for (int place = other.takenFrom(0); place != ABSENT; place = other.takenFrom(place + 1)) {
      if (!put(other.idAt(place), other.sizeAt(place))) {
        throw new IllegalArgumentException("two tables hold more than one of them may");
      }
    }
    other.clear();
  }

  /// Where the id is, or would be.
  private int place(ObjectId id) {
    int mask = sizes.length - 1;
    int place = memory.hash().of(id) & mask;
    while (sizes[place] != 0 && !isAt(place * LONGS, id)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private boolean isAt(int at, ObjectId id) {
    return ids[at] == id.first()
        && ids[at + 1] == id.second()
        && ids[at + 2] == id.third()
        && ids[at + 3] == id.fourth();
  }

  private boolean isCrowdedWith(int more) {
    return 4L * (entries + more) > 3L * sizes.length;
  }

  // For a moment both are there, the old places and twice as many new ones.
  private void grow() {
    long bytes = 2 * PLACE_BYTES * sizes.length;
    if (!memory.takeIfLeft(bytes)) {
      lastResort.run();
      memory.take(bytes);
    }
    long[] oldIds = ids;
    int[] oldSizes = sizes;
    ids = new long[oldIds.length * 2];
    sizes = new int[oldSizes.length * 2];
    for (int old = 0; old < oldSizes.length; old++) {
      if (oldSizes[old] != 0) {
        int place = place(idAt(oldIds, old));
        System.arraycopy(oldIds, old * LONGS, ids, place * LONGS, LONGS);
        sizes[place] = oldSizes[old];
      }
    }
    giveBack(oldSizes.length);
  }

  /// Forgets everything.
  void clear() {
    giveBack(sizes.length);
    ids = new long[PLACES_MIN * LONGS];
    sizes = new int[PLACES_MIN];
    entries = 0;
  }

  private void giveBack(int places) {
    if (places > PLACES_MIN) {
      memory.giveBack(PLACE_BYTES * places);
    }
  }

  private void swap(ChunkTable other) {
    long[] otherIds = other.ids;
    int[] otherSizes = other.sizes;
    int otherEntries = other.entries;
    other.ids = ids;
    other.sizes = sizes;
    other.entries = entries;
    ids = otherIds;
    sizes = otherSizes;
    entries = otherEntries;
  }

  private static ObjectId idAt(long[] ids, int place) {
    int at = place * LONGS;
    return new ObjectId(ids[at], ids[at + 1], ids[at + 2], ids[at + 3]);
  }
}
