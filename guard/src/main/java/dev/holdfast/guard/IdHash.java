package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import java.util.random.RandomGenerator;

/// What stands for ids in the tables of one session. Ids are keyed hashes, but a hostile client has
/// the key, and may name what does not exist: only a secret keeps its ids from crowding in one
/// place, or from passing for each other.
///
/// The multilinear hash (Dietzfelbinger): 32-bit words times random 64-bit numbers, of whose sum
/// the upper half is universal, whichever bits of it are used. Three of them: two ids have the same
/// [#key] by chance once in 2^64, and [#check] as well once in 2^96.
final class IdHash {
  private static final long LOWER = 0xffff_ffffL;
  private static final int WORDS = 8;

  private final long[] factors;

  /// @param random whatever else it is used for, nobody can guess what comes out
  IdHash(RandomGenerator random) {
    this.factors = random.longs(3L * WORDS).toArray();
  }

  /// Neither 0 nor -1.
  long key(ObjectId id) {
    long key = ((long) part(0, id) << Integer.SIZE) | (part(WORDS, id) & LOWER);
    return key == 0 || key == -1 ? 1 : key;
  }

  int check(ObjectId id) {
    return part(2 * WORDS, id);
  }

  private int part(int at, ObjectId id) {
    long sum =
        product(at, id.first())
            + product(at + 2, id.second())
            + product(at + 4, id.third())
            + product(at + 6, id.fourth());
    return (int) (sum >>> Integer.SIZE);
  }

  private long product(int at, long words) {
    return (words & LOWER) * factors[at] + (words >>> Integer.SIZE) * factors[at + 1];
  }
}
