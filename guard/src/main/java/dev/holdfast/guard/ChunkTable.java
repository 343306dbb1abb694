package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;

/// The plain sizes of many objects, 16 bytes for each place: where another id stands for an object
/// by chance, once in 2^96, its archive names what is not there, and it is the archive of whoever
/// named it.
///
/// It grows within the memory of its session. Not for several threads.
final class ChunkTable {
  static final int ABSENT = -1;

  /// More than any object has.
  static final int SIZE_MAX = (1 << 26) - 2;

  private static final int STRUCK = 1 << 31;

  private final int entriesMax;
  private final Places places;

  /// @param entriesMax how many objects it remembers at most
  /// @param memory takes what it needs beyond the 16 KiB of an empty table
  ChunkTable(int entriesMax, MemoryBudget.Share memory) {
    this(entriesMax, memory, () -> {});
  }

  /// @param entriesMax how many objects it remembers at most
  /// @param memory takes what it needs beyond the 16 KiB of an empty table
  /// @param lastResort gives memory back that can be done without, when none is left
  ChunkTable(int entriesMax, MemoryBudget.Share memory, Runnable lastResort) {
    this.entriesMax = entriesMax;
    this.places =
        new Places(
            2,
            memory,
            bytes -> {
              if (!memory.takeIfLeft(bytes)) {
                lastResort.run();
                memory.take(bytes);
              }
              return true;
            });
  }

  /// The size of this object, or [#ABSENT].
  int size(ObjectId id) {
    long place = places.find(id);
    return place < 0 ? ABSENT : sizeAt(place);
  }

  /// Remembers an object, or changes its size.
  ///
  /// @param size at most [#SIZE_MAX]
  /// @return false if it remembers as many as it may
  /// @throws MemoryBudget.SpentException if there is no memory to grow
  boolean put(ObjectId id, int size) {
    if (size < 0 || size > SIZE_MAX) {
      throw new IllegalArgumentException("no object has " + size + " bytes");
    }
    long place = places.find(id);
    if (place < 0) {
      if (places.entries() == entriesMax) {
        return false;
      }
      place = places.add(id);
    }
    places.setWord(place, size);
    return true;
  }

  int entries() {
    return places.entries();
  }

  /// Strikes an object of this size off; it stays in the table.
  ///
  /// @return whether it was there, and was not struck off before
  boolean strike(ObjectId id, int size) {
    long place = places.find(id);
    if (place < 0 || places.word(place) != size) {
      return false;
    }
    places.setWord(place, size | STRUCK);
    return true;
  }

  /// Takes over what another table of the same session remembers, which then remembers nothing.
  ///
  /// @param other together they remember no more than one of them may
  /// @throws MemoryBudget.SpentException if there is no memory to grow
  void takeOver(ChunkTable other) {
    places.takeOver(other.places);
    if (places.entries() > entriesMax) {
      throw new IllegalArgumentException("two tables hold more than one of them may");
    }
  }

  /// Forgets everything.
  void clear() {
    places.clear();
  }

  private int sizeAt(long place) {
    return places.word(place) & ~STRUCK;
  }
}
