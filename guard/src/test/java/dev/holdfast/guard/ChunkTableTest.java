package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkTableTest {
  private static final long BYTES = 100 << 20;

  private final MemoryBudget memory = new MemoryBudget(0, 0, BYTES);
  private final MemoryBudget.Share share = memory.share(new Random(5));

  private static ObjectId id(int number) {
    return new ObjectId(number, 31L * number, 7, -number);
  }

  private ChunkTable of(IntStream numbers) {
    ChunkTable table = new ChunkTable(100_000, share);
    numbers.forEach(number -> assertThat(table.put(id(number), number)).isTrue());
    return table;
  }

  private static void assertHolds(ChunkTable table, IntStream numbers) {
    numbers.forEach(number -> assertThat(table.size(id(number))).isEqualTo(number));
  }

  @Test
  void remembers_what_was_put() {
    ChunkTable table = of(IntStream.range(0, 20_000));
    assertThat(table.entries()).isEqualTo(20_000);
    assertHolds(table, IntStream.range(0, 20_000));
    assertThat(table.size(id(20_000))).isEqualTo(ChunkTable.ABSENT);
    assertThat(table.put(id(7), ChunkTable.SIZE_MAX)).isTrue();
    assertThat(table.size(id(7))).isEqualTo(ChunkTable.SIZE_MAX);
    assertThat(table.entries()).isEqualTo(20_000);
    table.clear();
    assertThat(table.entries()).isZero();
    assertThat(table.size(id(12_345))).isEqualTo(ChunkTable.ABSENT);
  }

  @Test
  void what_is_struck_off_stays_and_is_struck_off_once() {
    ChunkTable table = of(IntStream.range(0, 5_000));
    for (int i = 0; i < 5_000; i++) {
      assertThat(table.strike(id(i), i + 1)).as("another size").isFalse();
      assertThat(table.strike(id(i), i)).isTrue();
      assertThat(table.strike(id(i), i)).isFalse();
    }
    assertThat(table.strike(id(5_000), 5_000)).isFalse();
    assertHolds(table, IntStream.range(0, 5_000));
  }

  @Test
  void sizes_that_no_object_has_are_refused() {
    ChunkTable table = of(IntStream.empty());
    assertThatThrownBy(() -> table.put(id(1), -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.put(id(1), ChunkTable.SIZE_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 5000", "5000, 0", "9000, 2000", "2000, 9000"})
  void takes_another_one_over(int ours, int others) {
    ChunkTable table = of(IntStream.range(0, ours));
    ChunkTable other = of(IntStream.range(1_000, 1_000 + others));
    table.takeOver(other);
    int both = Math.max(others == 0 ? 0 : 1_000 + others, ours);
    int gap = others > 0 && ours < 1_000 ? 1_000 : 0;
    assertThat(table.entries()).isEqualTo(both - gap);
    assertHolds(table, IntStream.range(gap, both));
    assertThat(other.entries()).isZero();
    assertThat(other.size(id(1_000))).isEqualTo(ChunkTable.ABSENT);
  }

  @Test
  void a_table_that_is_full_takes_no_more() {
    ChunkTable table = new ChunkTable(10, share);
    ChunkTable other = new ChunkTable(10, share);
    for (int i = 0; i < 10; i++) {
      table.put(id(i), i);
      other.put(id(i + 5), i);
    }
    assertThat(table.put(id(10), 1)).isFalse();
    assertThat(table.put(id(9), 1)).isTrue();
    assertThatThrownBy(() -> table.takeOver(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void gives_back_what_it_no_longer_needs() {
    ChunkTable table = of(IntStream.range(0, 50_000));
    long left = memory.left();
    assertThat(BYTES - left).isBetween(50_000 * 16L, 50_000 * 16L * 16 / 7);
    table.takeOver(of(IntStream.range(30_000, 60_000)));
    assertThat(memory.left()).isBetween(BYTES - 60_000 * 16L * 16 / 7, left);
    table.clear();
    assertThat(memory.left()).isEqualTo(BYTES);
  }

  @Test
  void what_can_be_done_without_is_given_back_first() {
    MemoryBudget.Share small = new MemoryBudget(100_000, 1, 0).share(new Random(5));
    small.take(90_000);
    ChunkTable table = new ChunkTable(100_000, small, () -> small.giveBack(90_000));
    IntStream.range(0, 2_000).forEach(i -> assertThat(table.put(id(i), i)).isTrue());
    assertHolds(table, IntStream.range(0, 2_000));
  }

  @Test
  void without_memory_it_does_not_grow_and_keeps_what_it_has() {
    MemoryBudget.Share small = new MemoryBudget(100_000, 1, 0).share(new Random(5));
    ChunkTable table = new ChunkTable(100_000, small);
    assertThatThrownBy(() -> IntStream.range(0, 50_000).forEach(i -> table.put(id(i), i)))
        .isInstanceOf(MemoryBudget.SpentException.class);
    assertThat(table.entries()).isBetween(2_000, 6_250);
    assertHolds(table, IntStream.range(0, table.entries()));
  }
}
