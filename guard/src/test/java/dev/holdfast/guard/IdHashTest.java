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
  private static void assertSpread(IntFunction<Integer> hashed) {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < IDS; i++) {
      places.add(hashed.apply(i) & (PLACES - 1));
    }
    assertThat(places).hasSizeGreaterThan(3_500);
  }

  @Test
  void ids_that_somebody_chose_do_not_crowd() {
    assertSpread(i -> hash.of(new ObjectId(i, 7, 7, 7)));
    assertSpread(i -> hash.of(new ObjectId(7, 7, 7, (long) i << 52)));
    assertSpread(i -> hash.of(new ObjectId((long) i << 48, -i, 0, 0)));
    assertSpread(i -> {
      // Differences in the highest bits of all words, which a plain product would lose.
      long one = (long) (i & 7) << 61;
      long two = (long) (i >> 3 & 7) << 61;
      long three = (long) (i >> 6 & 7) << 61;
      long four = (long) (i >> 9 & 7) << 61;
      return hash.of(new ObjectId(one, two, three, four));
    });
    assertSpread(i -> hash.of((long) i << 52));
  }
}
