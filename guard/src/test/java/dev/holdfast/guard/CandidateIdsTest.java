package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidateIdsTest {
  private static ObjectId id(Random random) {
    return new ObjectId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  @Test
  void what_was_added_can_be_struck_off_once_and_nothing_else() {
    Random random = new Random(3);
    CandidateIds ids = new CandidateIds(100_000, HostileTarget.plenty());
    Set<ObjectId> added = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      ObjectId id = id(random);
      added.add(id);
      assertThat(ids.add(id)).isTrue();
      assertThat(ids.add(id)).isTrue();
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(ids.strike(id(random))).isFalse();
    }
    added.forEach(id -> assertThat(ids.strike(id)).isTrue());
    added.forEach(id -> assertThat(ids.strike(id)).isFalse());
  }

  @Test
  void there_is_room_for_so_many_different_ones() {
    CandidateIds ids = new CandidateIds(2, HostileTarget.plenty());
    Random random = new Random(4);
    ObjectId first = id(random);
    assertThat(ids.add(first)).isTrue();
    assertThat(ids.add(first)).isTrue();
    assertThat(ids.add(id(random))).isTrue();
    assertThat(ids.add(id(random))).isFalse();
  }

  @Test
  void what_it_needs_is_taken_before() {
    MemoryBudget memory = new MemoryBudget(0, 0, 150_000);
    CandidateIds ids = new CandidateIds(100_000, memory.share(new Random(5)));
    Random random = new Random(4);
    assertThatThrownBy(() -> IntStream.range(0, 100_000).forEach(_ -> ids.add(id(random))))
        .isInstanceOf(MemoryBudget.SpentException.class);
    assertThat(ids.left()).isBetween(100_000 / 20, 100_000 / 8);
  }

  @Test
  void the_id_of_the_manifest_is_never_a_candidate() {
    CandidateIds ids = new CandidateIds(9, HostileTarget.plenty());
    assertThat(ids.add(ObjectId.MANIFEST)).isTrue();
    assertThat(ids.strike(ObjectId.MANIFEST)).isFalse();
  }

  @Test
  void nothing_is_added_after_something_was_struck_off() {
    CandidateIds ids = new CandidateIds(9, HostileTarget.plenty());
    ids.strike(new ObjectId(1, 2, 3, 4));
    assertThatThrownBy(() -> ids.add(new ObjectId(1, 2, 3, 4)))
        .isInstanceOf(IllegalStateException.class);
  }
}
