package dev.holdfast.remote.sntrup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RingTest {
  private static final int ROUNDS = 20;
  private final Random random = new Random(761);

  @Test
  void the_remainder_is_the_one_nearest_to_zero() {
    for (var value = -(1 << 24) + 1; value < 1 << 24; value += 1 + random.nextInt(40)) {
      assertThat(Ring.center(value)).isEqualTo(remainder(value));
    }
    for (var quotient = -2000; quotient <= 2000; quotient++) {
      for (var near = -3; near <= 3; near++) {
        var value = quotient * Ring.MODULUS + Ring.MODULUS / 2 + near;
        assertThat(Ring.center(value)).isEqualTo(remainder(value));
      }
    }
  }

  @Test
  void a_polynomial_times_its_inverse_modulo_3_is_one() {
    var inverted = 0;
    for (var i = 0; i < ROUNDS; i++) {
      var small = SmallPolynomials.any(random);
      var inverse = Ring.inverseModulo3(small);
      if (inverse.isPresent()) {
        inverted++;
        assertThat(schoolbook(small, inverse.get(), 3)).isEqualTo(one());
      }
    }
    assertThat(inverted).isGreaterThan(ROUNDS / 2);
  }

  @Test
  void what_has_no_inverse_modulo_3_is_not_inverted() {
    assertThat(Ring.inverseModulo3(new int[Ring.DEGREE])).isEmpty();
  }

  @Test
  void three_times_a_polynomial_times_the_inverse_of_that_is_one() {
    for (var i = 0; i < ROUNDS; i++) {
      var small = SmallPolynomials.ofFixedWeight(random);
      var inverse = Ring.inverseOfTriple(small);
      var third = schoolbook(small, inverse, Ring.MODULUS);
      for (var j = 0; j < third.length; j++) {
        third[j] = Math.floorMod(3 * third[j], Ring.MODULUS);
      }
      assertThat(third).isEqualTo(one());
    }
  }

  @Test
  void a_product_is_that_of_the_schoolbook() {
    for (var i = 0; i < ROUNDS; i++) {
      var small = SmallPolynomials.any(random);
      var other = random.ints(Ring.DEGREE, -2295, 2296).toArray();
      var product = Ring.product(small, other);
      assertThat(Arrays.stream(product).allMatch(c -> c >= -2295 && c <= 2295)).isTrue();
      for (var j = 0; j < product.length; j++) {
        product[j] = Math.floorMod(product[j], Ring.MODULUS);
      }
      assertThat(product).isEqualTo(schoolbook(small, other, Ring.MODULUS));
    }
  }

  private static int remainder(int value) {
    var remainder = Math.floorMod(value, Ring.MODULUS);
    return remainder > Ring.MODULUS / 2 ? remainder - Ring.MODULUS : remainder;
  }

  private static int[] one() {
    var one = new int[Ring.DEGREE];
    one[0] = 1;
    return one;
  }

  /// Coefficients from zero.
  private static int[] schoolbook(int[] a, int[] b, int modulus) {
    var sums = new long[2 * Ring.DEGREE];
    for (var i = 0; i < a.length; i++) {
      for (var j = 0; j < b.length; j++) {
        sums[i + j] += (long) a[i] * b[j];
      }
    }
    // x^761 is x + 1.
    for (var i = sums.length - 1; i >= Ring.DEGREE; i--) {
      sums[i - Ring.DEGREE] += sums[i];
      sums[i - Ring.DEGREE + 1] += sums[i];
    }
    var product = new int[Ring.DEGREE];
    for (var i = 0; i < product.length; i++) {
      product[i] = (int) Math.floorMod(sums[i], (long) modulus);
    }
    return product;
  }
}
