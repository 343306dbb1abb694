package dev.holdfast.remote.sntrup;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// Secret polynomials with the coefficients -1, 0 and 1, by chance.
final class SmallPolynomials {
  /// How many coefficients of a short polynomial are not zero.
  static final int WEIGHT = 286;

  private SmallPolynomials() {}

  /// Each coefficient for itself.
  static int[] any(RandomGenerator random) {
    var small = numbers(random);
    for (var i = 0; i < small.length; i++) {
      small[i] = (((small[i] & 0x3fffffff) * 3) >>> 30) - 1;
    }
    return small;
  }

  /// One of weight [#WEIGHT]: so many signs and the rest zeros, each behind a number by chance,
  /// sorted.
  static int[] ofFixedWeight(RandomGenerator random) {
    var tagged = numbers(random);
    for (var i = 0; i < tagged.length; i++) {
      tagged[i] = i < WEIGHT ? tagged[i] & ~1 : (tagged[i] & ~3) | 1;
    }
    sort(tagged);
    for (var i = 0; i < tagged.length; i++) {
      tagged[i] = (tagged[i] & 3) - 1;
    }
    return tagged;
  }

  // All at once: secure chance is dear for each call.
  private static int[] numbers(RandomGenerator random) {
    var bytes = new byte[Ring.DEGREE * Integer.BYTES];
    random.nextBytes(bytes);
    var numbers = new int[Ring.DEGREE];
    ByteBuffer.wrap(bytes).asIntBuffer().get(numbers);
    return numbers;
  }

  /// Batcher's merge exchange: what is compared does not depend on the numbers.
  static void sort(int[] numbers) {
    var top = Integer.highestOneBit(numbers.length - 1);
    for (var p = top; p > 0; p >>= 1) {
      exchange(numbers, p, 0, p);
      for (var q = top; q > p; q >>= 1) {
        exchange(numbers, p, p, q - p);
      }
    }
  }

  private static void exchange(int[] numbers, int p, int remainder, int distance) {
    for (var i = 0; i < numbers.length - distance; i++) {
      if ((i & p) == remainder) {
        var low = numbers[i];
        var high = numbers[i + distance];
        var change = (low ^ high) & (int) (((long) high - low) >> (Long.SIZE - 1));
        numbers[i] = low ^ change;
        numbers[i + distance] = high ^ change;
      }
    }
  }
}
