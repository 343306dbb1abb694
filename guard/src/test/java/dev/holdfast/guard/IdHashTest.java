package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class IdHashTest {
  private static final int PLACES = 1 << 16;
  private static final int IDS = 4_096;

  private final IdHash hash = new IdHash(new Random(9));

  /// Chance fills 3,970 of the places.
  private void assertSpread(IntFunction<ObjectId> ids) {
    Set<Long> places = new HashSet<>();
    Set<Long> parts = new HashSet<>();
    Set<Integer> checks = new HashSet<>();
    for (int i = 0; i < IDS; i++) {
      ObjectId id = ids.apply(i);
      places.add(hash.key(id) & (PLACES - 1));
      parts.add(hash.key(id) >>> Integer.SIZE & (PLACES - 1));
      checks.add(hash.check(id) & (PLACES - 1));
    }
    assertThat(places).hasSizeGreaterThan(3_500);
    assertThat(parts).hasSizeGreaterThan(3_500);
    assertThat(checks).hasSizeGreaterThan(3_500);
  }

  @Test
  void ids_that_somebody_chose_do_not_crowd() {
    assertSpread(i -> new ObjectId(i, 7, 7, 7));
    assertSpread(i -> new ObjectId(7, 7, 7, (long) i << 52));
    assertSpread(i -> new ObjectId((long) i << 48, -i, 0, 0));
    assertSpread(i -> {
      // Differences in the highest bits of all words, which a plain product would lose.
      long one = (long) (i & 7) << 61;
      long two = (long) (i >> 3 & 7) << 61;
      long three = (long) (i >> 6 & 7) << 61;
      long four = (long) (i >> 9 & 7) << 61;
      return new ObjectId(one, two, three, four);
    });
  }

  @Test
  void nobody_guesses_what_stands_for_an_id() {
    ObjectId id = new ObjectId(1, 2, 3, 4);
    IdHash other = new IdHash(new Random(10));
    assertThat(other.key(id)).isNotEqualTo(hash.key(id));
    assertThat(other.check(id)).isNotEqualTo(hash.check(id));
    assertThat(new IdHash(new Random(9)).key(id)).isEqualTo(hash.key(id));
  }

  @Test
  void the_id_of_the_manifest_has_a_key_as_well() {
    assertThat(hash.key(ObjectId.MANIFEST)).isEqualTo(1);
  }
}
