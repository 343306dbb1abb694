package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import java.util.random.RandomGenerator;

/// Where the ids of one session are kept in its tables. Ids are keyed hashes, but a hostile client
/// has the key, and may name what does not exist: only a secret keeps its ids from crowding in one
/// place.
///
/// The multilinear hash (Dietzfelbinger): 32-bit words times random 64-bit numbers, of whose sum
/// the upper half is universal, whichever bits of it are used.
final class IdHash {
  private static final long LOWER = 0xffff_ffffL;
  private static final int WORDS = 8;

  private final long[] factors;

  /// @param random whatever else it is used for, nobody can guess what comes out
  IdHash(RandomGenerator random) {
    this.factors = random.longs(WORDS).toArray();
  }

  int of(ObjectId id) {
    return upper(
        part(0, id.first()) + part(2, id.second()) + part(4, id.third()) + part(6, id.fourth()));
  }

  /// For a table that knows a quarter of each id.
  int of(long quarter) {
    return upper(part(0, quarter));
  }

  private long part(int at, long words) {
    return (words & LOWER) * factors[at] + (words >>> Integer.SIZE) * factors[at + 1];
  }

  private static int upper(long sum) {
    return (int) (sum >>> Integer.SIZE);
  }
}
