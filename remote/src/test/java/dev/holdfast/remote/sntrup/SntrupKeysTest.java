package dev.holdfast.remote.sntrup;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKeyPairGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePublicKeyParameters;
import org.junit.jupiter.api.Test;

/// Bouncy Castle's own implementation is the measure.
final class SntrupKeysTest {
  private static final int PAIRS = 40;

  private final SecureRandom random = new SecureRandom();
  private final SntrupKeys keys = new SntrupKeys(random);

  @Test
  void what_is_encapsulated_for_a_pair_opens() {
    for (var i = 0; i < PAIRS; i++) {
      var pair = keys.generate();
      var sealed = encapsulate(pair);
      var opened = new SNTRUPrimeKEMExtractor(pair).extractSecret(sealed.getEncapsulation());
      assertThat(opened).isEqualTo(sealed.getSecret()).hasSize(32);
    }
  }

  @Test
  void what_was_changed_on_its_way_opens_to_something_else() {
    var pair = keys.generate();
    var sealed = encapsulate(pair);
    for (var at : new int[] {0, 500, sealed.getEncapsulation().length - 1}) {
      var changed = sealed.getEncapsulation().clone();
      changed[at] ^= 1;
      var opened = new SNTRUPrimeKEMExtractor(pair).extractSecret(changed);
      assertThat(opened).isNotEqualTo(sealed.getSecret());
    }
  }

  @Test
  void a_pair_has_the_parts_of_one_that_bouncy_castle_makes() {
    var theirs = generator().generateKeyPair();
    var model = (SNTRUPrimePrivateKeyParameters) theirs.getPrivate();
    var ours = keys.generate();
    assertThat(ours.getF()).hasSameSizeAs(model.getF());
    assertThat(ours.getGinv()).hasSameSizeAs(model.getGinv());
    assertThat(ours.getPk()).hasSameSizeAs(model.getPk());
    assertThat(ours.getRho()).hasSameSizeAs(model.getRho());
    assertThat(SntrupKeys.hash(model.getPk())).isEqualTo(model.getHash());
    assertThat(ours.getHash()).isEqualTo(SntrupKeys.hash(ours.getPk()));
  }

  @Test
  void no_two_pairs_share_anything() {
    var one = keys.generate();
    var other = keys.generate();
    assertThat(one.getF()).isNotEqualTo(other.getF());
    assertThat(one.getGinv()).isNotEqualTo(other.getGinv());
    assertThat(one.getPk()).isNotEqualTo(other.getPk());
    assertThat(one.getRho()).isNotEqualTo(other.getRho());
  }

  @Test
  void a_short_polynomial_has_its_weight_and_all_places_and_signs_occur() {
    var plus = new int[Ring.DEGREE];
    var minus = new int[Ring.DEGREE];
    for (var i = 0; i < 400; i++) {
      var small = SmallPolynomials.ofFixedWeight(random);
      assertThat(Arrays.stream(small).map(Math::abs).sum()).isEqualTo(SmallPolynomials.WEIGHT);
      assertThat(Arrays.stream(small).allMatch(c -> c >= -1 && c <= 1)).isTrue();
      count(small, plus, minus);
    }
    // Each occurs with probability 0.188: never in 400 has one in 10^36.
    assertThat(plus).doesNotContain(0);
    assertThat(minus).doesNotContain(0);
  }

  @Test
  void a_small_polynomial_has_all_three_coefficients_everywhere() {
    var plus = new int[Ring.DEGREE];
    var minus = new int[Ring.DEGREE];
    for (var i = 0; i < 400; i++) {
      count(SmallPolynomials.any(random), plus, minus);
    }
    for (var i = 0; i < Ring.DEGREE; i++) {
      assertThat(plus[i]).isPositive();
      assertThat(minus[i]).isPositive();
      assertThat(plus[i] + minus[i]).isLessThan(400);
    }
  }

  @Test
  void sorting_sorts_any_number_of_numbers() {
    var chance = new Random(7);
    for (var length = 2; length < 100; length++) {
      var numbers = chance.ints(length).toArray();
      numbers[0] = Integer.MIN_VALUE;
      numbers[length - 1] = Integer.MAX_VALUE;
      var expected = numbers.clone();
      Arrays.sort(expected);
      SmallPolynomials.sort(numbers);
      assertThat(numbers).isEqualTo(expected);
    }
  }

  private static void count(int[] small, int[] plus, int[] minus) {
    for (var i = 0; i < small.length; i++) {
      plus[i] += small[i] == 1 ? 1 : 0;
      minus[i] += small[i] == -1 ? 1 : 0;
    }
  }

  private SecretWithEncapsulation encapsulate(SNTRUPrimePrivateKeyParameters pair) {
    var publicKey = new SNTRUPrimePublicKeyParameters(SNTRUPrimeParameters.sntrup761, pair.getPk());
    return new SNTRUPrimeKEMGenerator(random).generateEncapsulated(publicKey);
  }

  private SNTRUPrimeKeyPairGenerator generator() {
    var generator = new SNTRUPrimeKeyPairGenerator();
    generator.init(new SNTRUPrimeKeyGenerationParameters(random, SNTRUPrimeParameters.sntrup761));
    return generator;
  }
}
