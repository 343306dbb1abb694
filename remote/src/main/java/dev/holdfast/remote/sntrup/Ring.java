package dev.holdfast.remote.sntrup;

import java.util.Optional;

/// Polynomials modulo `x^761 - x - 1`, with coefficients modulo 3 or modulo 4591, as Streamlined
/// NTRU Prime has them. Coefficients are the remainders nearest to zero.
///
/// Inverses are computed by division steps, of which there are always equally many (Bernstein and
/// Yang, "Fast constant-time gcd computation and modular inversion"); no branch and no address
/// depends on a coefficient.
final class Ring {
  static final int DEGREE = 761;
  static final int MODULUS = 4591;
  private static final int STEPS = 2 * DEGREE - 1;

  // With 40 bits behind the point, the quotient of any number below 2^24 is rounded right.
  private static final int FRACTION_BITS = 40;
  private static final long RECIPROCAL = ((1L << FRACTION_BITS) + MODULUS / 2) / MODULUS;
  private static final long HALF = 1L << (FRACTION_BITS - 1);

  private Ring() {}

  /// The remainder nearest to zero.
  ///
  /// @param value less than 2^24, and more than its negative
  static int center(int value) {
    return value - MODULUS * (int) ((value * RECIPROCAL + HALF) >> FRACTION_BITS);
  }

  /// The inverse modulo 3, if there is one.
  static Optional<int[]> inverseModulo3(int[] small) {
    var f = new Ternary();
    var g = new Ternary();
    var v = new Ternary();
    var r = new Ternary();
    f.set(0, 1);
    f.set(DEGREE - 1, -1);
    f.set(DEGREE, -1);
    r.set(0, 1);
    for (var i = 0; i < DEGREE; i++) {
      g.set(DEGREE - 1 - i, small[i]);
    }
    var delta = 1;
    for (var step = 0; step < STEPS; step++) {
      v.up();
      var factor = -g.get(0) * f.get(0);
      var swap = swaps(delta, g.get(0));
      delta = 1 + (delta ^ (swap & (delta ^ -delta)));
      f.swap(g, swap);
      v.swap(r, swap);
      g.add(f, factor);
      r.add(v, factor);
      g.down();
    }
    var inverse = new int[DEGREE];
    for (var i = 0; i < DEGREE; i++) {
      inverse[i] = f.get(0) * v.get(DEGREE - 1 - i);
    }
    return delta == 0 ? Optional.of(inverse) : Optional.empty();
  }

  /// The inverse of three times a polynomial, modulo 4591. Every polynomial but zero has one: this
  /// is a field.
  static int[] inverseOfTriple(int[] small) {
    var f = new int[DEGREE + 1];
    var g = new int[DEGREE + 1];
    var v = new int[DEGREE + 1];
    var r = new int[DEGREE + 1];
    f[0] = 1;
    f[DEGREE - 1] = -1;
    f[DEGREE] = -1;
    r[0] = inverse(3);
    for (var i = 0; i < DEGREE; i++) {
      g[DEGREE - 1 - i] = small[i];
    }
    var delta = 1;
    for (var step = 0; step < STEPS; step++) {
      System.arraycopy(v, 0, v, 1, DEGREE);
      v[0] = 0;
      var swap = swaps(delta, g[0]);
      delta = 1 + (delta ^ (swap & (delta ^ -delta)));
      var f0 = f[0] ^ ((f[0] ^ g[0]) & swap);
      var g0 = g[0] ^ ((f[0] ^ g[0]) & swap);
      eliminate(f, g, f0, g0, swap);
      eliminate(v, r, f0, g0, swap);
      System.arraycopy(g, 1, g, 0, DEGREE);
      g[DEGREE] = 0;
    }
    var scale = inverse(f[0]);
    var result = new int[DEGREE];
    for (var i = 0; i < DEGREE; i++) {
      result[i] = center(scale * v[DEGREE - 1 - i]);
    }
    return result;
  }

  /// Exchanges the two if the mask says so, then makes the second what is left of it.
  private static void eliminate(int[] first, int[] second, int f0, int g0, int swap) {
    for (var i = 0; i <= DEGREE; i++) {
      var change = (first[i] ^ second[i]) & swap;
      var one = first[i] ^ change;
      first[i] = one;
      second[i] = center(f0 * (second[i] ^ change) - g0 * one);
    }
  }

  /// All ones if delta is positive and the coefficient is not zero, else zero.
  private static int swaps(int delta, int coefficient) {
    return (-delta >> (Integer.SIZE - 1)) & ((coefficient | -coefficient) >> (Integer.SIZE - 1));
  }

  /// The power that is the inverse of a number modulo 4591, by Fermat.
  private static int inverse(int number) {
    var power = number;
    for (var i = 1; i < MODULUS - 2; i++) {
      power = center(number * power);
    }
    return power;
  }

  /// The product modulo 4591.
  ///
  /// @param small with coefficients -1, 0 and 1
  static int[] product(int[] small, int[] other) {
    var sums = new int[2 * DEGREE - 1];
    for (var i = 0; i < DEGREE; i++) {
      addTo(sums, i, small[i], other);
    }
    for (var i = 2 * DEGREE - 2; i >= DEGREE; i--) {
      sums[i - DEGREE] += sums[i];
      sums[i - DEGREE + 1] += sums[i];
    }
    var product = new int[DEGREE];
    for (var i = 0; i < DEGREE; i++) {
      product[i] = center(sums[i]);
    }
    return product;
  }

  private static void addTo(int[] sums, int offset, int factor, int[] other) {
    for (var i = 0; i < DEGREE; i++) {
      sums[offset + i] += factor * other[i];
    }
  }
}
