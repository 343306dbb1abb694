package dev.holdfast.remote.sntrup;

/// A polynomial whose coefficients are -1, 0 or 1, as two sets of bits: where it is 1, and where it
/// is -1. So 64 coefficients are added at once; no branch and no address depends on them.
final class Ternary {
  /// Room for one coefficient more than elements of the ring have.
  private static final int WORDS = Ring.DEGREE / Long.SIZE + 1;

  private final long[] plus = new long[WORDS];
  private final long[] minus = new long[WORDS];

  /// @param value -1, 0 or 1
  void set(int index, int value) {
    var at = index / Long.SIZE;
    var bit = 1L << index;
    plus[at] = (plus[at] & ~bit) | (-(value & ~(value >> 1) & 1L) & bit);
    minus[at] = (minus[at] & ~bit) | (-((value >> 1) & 1L) & bit);
  }

  int get(int index) {
    var at = index / Long.SIZE;
    return (int) ((plus[at] >>> index) & 1) - (int) ((minus[at] >>> index) & 1);
  }

  /// Adds another one, multiplied by -1, 0 or 1, modulo 3.
  void add(Ternary other, int factor) {
    var same = -(long) (factor & ~(factor >> 1) & 1);
    var turned = -(long) ((factor >> 1) & 1);
    for (var i = 0; i < WORDS; i++) {
      var p = plus[i];
      var m = minus[i];
      var op = (other.plus[i] & same) | (other.minus[i] & turned);
      var om = (other.minus[i] & same) | (other.plus[i] & turned);
      var zero = ~(p | m);
      var otherZero = ~(op | om);
      plus[i] = (p & otherZero) | (op & zero) | (m & om);
      minus[i] = (m & otherZero) | (om & zero) | (p & op);
    }
  }

  /// Exchanges the two where the mask has ones.
  void swap(Ternary other, long mask) {
    swap(plus, other.plus, mask);
    swap(minus, other.minus, mask);
  }

  private static void swap(long[] one, long[] other, long mask) {
    for (var i = 0; i < WORDS; i++) {
      var change = (one[i] ^ other[i]) & mask;
      one[i] ^= change;
      other[i] ^= change;
    }
  }

  /// Every coefficient moves to the next higher place; the last one is lost.
  void up() {
    up(plus);
    up(minus);
  }

  private static void up(long[] bits) {
    for (var i = WORDS - 1; i > 0; i--) {
      bits[i] = bits[i] << 1 | bits[i - 1] >>> (Long.SIZE - 1);
    }
    bits[0] <<= 1;
  }

  /// Every coefficient moves to the next lower place; the first one is lost.
  void down() {
    down(plus);
    down(minus);
  }

  private static void down(long[] bits) {
    for (var i = 0; i < WORDS - 1; i++) {
      bits[i] = bits[i] >>> 1 | bits[i + 1] << (Long.SIZE - 1);
    }
    bits[WORDS - 1] >>>= 1;
  }
}
