package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;

/// The places of many ids in memory. They lie in parts that grow one by one, so growing needs
/// little more than what there is, and nothing that is large in one piece.
///
/// What it needs is taken from its session before. Not for several threads.
final class Places {
  private static final int PARTS = 64;
  private static final int PART_BITS = 6;
  private static final int PLACES_MIN = 16;
  private static final long FREE = 0;
  private static final long REMOVED = -1;

  /// What takes memory for growing.
  interface Taking {
    /// @return false if there is none
    boolean take(long bytes);
  }

  private final int longs;
  private final MemoryBudget.Share memory;
  private final Taking taking;
  private final long[][] parts = new long[PARTS][];
  private final int[] taken = new int[PARTS];
  private int entries;

  /// @param longs in each place: 1 for what stands for the id, 2 to have a word beside it, whose
  ///   upper half belongs to the id as well
  /// @param memory what was taken is given back to it
  Places(int longs, MemoryBudget.Share memory, Taking taking) {
    this.longs = longs;
    this.memory = memory;
    this.taking = taking;
    empty();
  }

  /// The place of this id; negative if it has none.
  long find(ObjectId id) {
    long key = memory.hash().key(id);
    return longs == 1 ? find(key, 0) : find(key, memory.hash().check(id));
  }

  private long find(long key, int check) {
    int part = part(key);
    long[] words = parts[part];
    int at = start(key, words);
    while (words[at] != FREE) {
      if (words[at] == key && (longs == 1 || upper(words[at + 1]) == check)) {
        return ((long) part << Integer.SIZE) | at;
      }
      at = next(at, words);
    }
    return -1;
  }

  /// Gives a place to an id that has none. The place is its own until the next one is added.
  ///
  /// @return negative if there is no memory for it
  long add(ObjectId id) {
    long key = memory.hash().key(id);
    long word = longs == 1 ? 0 : (long) memory.hash().check(id) << Integer.SIZE;
    return hasRoom(part(key), 1) ? put(key, word) : -1;
  }

  /// The lower half of the word beside the id.
  int word(long place) {
    return (int) parts[(int) (place >>> Integer.SIZE)][(int) place + 1];
  }

  void setWord(long place, int word) {
    long[] words = parts[(int) (place >>> Integer.SIZE)];
    int at = (int) place + 1;
    words[at] = ((long) upper(words[at]) << Integer.SIZE) | (word & 0xffff_ffffL);
  }

  /// Takes a place away; nothing may be added any more.
  void remove(long place) {
    parts[(int) (place >>> Integer.SIZE)][(int) place] = REMOVED;
    entries--;
  }

  int entries() {
    return entries;
  }

  /// Takes over what others hold, and empties them.
  ///
  /// @param others of the same session
  /// @return false if there is no memory for them
  boolean takeOver(Places others) {
    if (others.entries > entries) {
      swap(others);
    }
    for (int part = 0; part < PARTS; part++) {
      // They come in the order of their hashes: without room for all, they would crowd.
      if (!hasRoom(part, others.taken[part])) {
        return false;
      }
      long[] words = others.parts[part];
      for (int at = 0; at < words.length; at += longs) {
        if (words[at] != FREE && find(words[at], upper(words[at + longs - 1])) < 0) {
          put(words[at], words[at + longs - 1]);
        }
      }
    }
    others.clear();
    return true;
  }

  /// Forgets everything.
  void clear() {
    for (long[] words : parts) {
      giveBack(words);
    }
    empty();
  }

  private void empty() {
    for (int part = 0; part < PARTS; part++) {
      parts[part] = new long[PLACES_MIN * longs];
      taken[part] = 0;
    }
    entries = 0;
  }

  private long put(long key, long word) {
    int part = part(key);
    int at = insert(key, word, parts[part]);
    taken[part]++;
    entries++;
    return ((long) part << Integer.SIZE) | at;
  }

  private int insert(long key, long word, long[] words) {
    int at = start(key, words);
    while (words[at] != FREE) {
      at = next(at, words);
    }
    words[at + longs - 1] = word;
    words[at] = key;
    return at;
  }

  private boolean hasRoom(int part, int more) {
    while (8L * longs * (taken[part] + more) > 7L * parts[part].length) {
      if (!grow(part)) {
        return false;
      }
    }
    return true;
  }

  // For a moment both are there, the old places and twice as many new ones.
  private boolean grow(int part) {
    long[] old = parts[part];
    if (!taking.take(2L * Long.BYTES * old.length)) {
      return false;
    }
    long[] larger = new long[2 * old.length];
    for (int at = 0; at < old.length; at += longs) {
      if (old[at] != FREE) {
        insert(old[at], old[at + longs - 1], larger);
      }
    }
    parts[part] = larger;
    giveBack(old);
    return true;
  }

  /// The smallest were never taken.
  private void giveBack(long[] words) {
    if (words.length > PLACES_MIN * longs) {
      memory.giveBack((long) Long.BYTES * words.length);
    }
  }

  private void swap(Places others) {
    for (int part = 0; part < PARTS; part++) {
      long[] words = parts[part];
      parts[part] = others.parts[part];
      others.parts[part] = words;
      int count = taken[part];
      taken[part] = others.taken[part];
      others.taken[part] = count;
    }
    int count = entries;
    entries = others.entries;
    others.entries = count;
  }

  private static int part(long key) {
    return (int) key & (PARTS - 1);
  }

  private int start(long key, long[] words) {
    return ((int) (key >>> PART_BITS) & (words.length / longs - 1)) * longs;
  }

  private int next(int at, long[] words) {
    int next = at + longs;
    return next == words.length ? 0 : next;
  }

  private static int upper(long word) {
    return (int) (word >>> Integer.SIZE);
  }
}
