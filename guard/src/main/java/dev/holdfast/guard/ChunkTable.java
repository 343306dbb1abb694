package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;

/// The plain sizes of many objects, 36 bytes for each place. Ids are keyed hashes, but a hostile
/// client has the key: where its ids crowd, looking them up becomes slow for that client alone.
///
/// Not for several threads.
final class ChunkTable {
  static final int ABSENT = -1;

  private static final int LONGS = 4;
  private static final int PLACES_MIN = 1 << 10;

  private final int entriesMax;
  private long[] ids = new long[PLACES_MIN * LONGS];
  // One more than the size, so that 0 is a free place.
  private int[] sizes = new int[PLACES_MIN];
  private int entries;

  /// @param entriesMax how many objects it remembers at most
  ChunkTable(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /// The size of this object, or [#ABSENT].
  int size(ObjectId id) {
    return sizes[place(id)] - 1;
  }

  /// Remembers an object, or changes its size.
  ///
  /// @return false if there is no room for one more
  boolean put(ObjectId id, int size) {
    int place = place(id);
    if (sizes[place] == 0) {
      if (entries == entriesMax) {
        return false;
      }
      entries++;
      if (4L * entries > 3L * sizes.length) {
        grow();
        place = place(id);
      }
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

  /// Takes every object.
  interface Visitor<E extends Exception> {
    void visit(ObjectId id, int size) throws E;
  }

  <E extends Exception> void each(Visitor<E> visitor) throws E {
    for (int place = 0; place < sizes.length; place++) {
      if (sizes[place] != 0) {
        int at = place * LONGS;
        visitor.visit(
            new ObjectId(ids[at], ids[at + 1], ids[at + 2], ids[at + 3]), sizes[place] - 1);
      }
    }
  }

  /// Where the id is, or would be.
  private int place(ObjectId id) {
    int mask = sizes.length - 1;
    int place = (int) (id.second() ^ (id.second() >>> 32)) & mask;
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

  private void grow() {
    long[] oldIds = ids;
    int[] oldSizes = sizes;
    ids = new long[oldIds.length * 2];
    sizes = new int[oldSizes.length * 2];
    for (int old = 0; old < oldSizes.length; old++) {
      if (oldSizes[old] != 0) {
        int from = old * LONGS;
        var id = new ObjectId(oldIds[from], oldIds[from + 1], oldIds[from + 2], oldIds[from + 3]);
        int place = place(id);
        System.arraycopy(oldIds, from, ids, place * LONGS, LONGS);
        sizes[place] = oldSizes[old];
      }
    }
  }
}
