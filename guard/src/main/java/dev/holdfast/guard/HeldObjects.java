package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import java.io.IOException;
import java.util.Optional;

/// Which objects the repository holds when the session begins to write. It is learned from the
/// host's list, and kept as half of each id: where two ids have the same half, the object itself is
/// asked for.
///
/// Not for several threads.
final class HeldObjects {
  /// 16 bytes of memory each, for a moment 24. Beyond, and where the session has no memory for so
  /// many, the host is asked for each object.
  private static final int OBJECTS_MAX = 1 << 24;

  private static final int PLACES_MIN = 1 << 10;

  private final Key key;
  private final int objectsMax;
  private final MemoryBudget.Share memory;
  // A free place is 0, so that the half that is 0 is always taken for held.
  private long[] halves = new long[PLACES_MIN];
  private int objects;
  private boolean learned;
  private boolean tooMany;

  /// @param memory for remembering them
  HeldObjects(Key key, MemoryBudget.Share memory) {
    this(key, OBJECTS_MAX, memory);
  }

  /// @param objectsMax how many are remembered at most
  /// @param memory for remembering them
  HeldObjects(Key key, int objectsMax, MemoryBudget.Share memory) {
    this.key = key;
    this.objectsMax = objectsMax;
    this.memory = memory;
  }

  /// Whether the repository holds the object that this id names. One that is damaged does not
  /// count: it may be stored again.
  boolean holds(ObjectId id, OwnReads reads) throws IOException {
    if (!learned) {
      reads.ids(this::add);
      learned = true;
    }
    return mayHold(id) && isSound(id, reads.get(id));
  }

  private boolean mayHold(ObjectId id) {
    return tooMany || halves[place(id.second())] == id.second();
  }

  private boolean isSound(ObjectId id, Optional<byte[]> object) {
    try {
      if (object.isPresent()) {
        StreamReader.open(key, id, object);
        return true;
      }
    } catch (RefusedException _) {
      // What is stored there is not what the id names.
    }
    return false;
  }

  private boolean add(ObjectId id) {
    int place = place(id.second());
    if (halves[place] == id.second()) {
      return true;
    }
    if (objects == objectsMax || !hasRoom()) {
      forget();
      return false;
    }
    halves[place(id.second())] = id.second();
    objects++;
    return true;
  }

  /// Gives all memory back; from now on the host is asked for each object.
  void forget() {
    learned = true;
    tooMany = true;
    giveBack(halves.length);
    halves = new long[PLACES_MIN];
  }

  /// Grows if one more needs that, and memory is left.
  private boolean hasRoom() {
    if (2L * (objects + 1) <= halves.length) {
      return true;
    }
    if (!memory.takeIfLeft(2L * Long.BYTES * halves.length)) {
      return false;
    }
    grow();
    return true;
  }

  /// Where the half is, or would be.
  private int place(long half) {
    int mask = halves.length - 1;
    int place = memory.hash().of(half) & mask;
    while (halves[place] != 0 && halves[place] != half) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] old = halves;
    halves = new long[old.length * 2];
    for (long half : old) {
      if (half != 0) {
        halves[place(half)] = half;
      }
    }
    giveBack(old.length);
  }

  private void giveBack(int places) {
    if (places > PLACES_MIN) {
      memory.giveBack((long) Long.BYTES * places);
    }
  }
}
