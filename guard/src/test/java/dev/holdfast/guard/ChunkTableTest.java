package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkTableTest {
  private static final long BYTES = 10 << 20;

  private final MemoryBudget memory = new MemoryBudget(0, BYTES);
  private final MemoryBudget.Share share = memory.share(new Random(5));

  private static ObjectId id(int number) {
    return new ObjectId(number, 31L * number, 7, -number);
  }

  private ChunkTable of(IntStream numbers) {
    ChunkTable table = new ChunkTable(100_000, share);
    numbers.forEach(number -> assertThat(table.put(id(number), number)).isTrue());
    return table;
  }

  private static Map<ObjectId, Integer> content(ChunkTable table) {
    Map<ObjectId, Integer> all = new HashMap<>();
    for (int place = table.takenFrom(0);
        place != ChunkTable.ABSENT;
        place = table.takenFrom(place + 1)) {
      assertThat(table.placeOf(table.idAt(place), table.sizeAt(place))).isEqualTo(place);
      all.put(table.idAt(place), table.sizeAt(place));
    }
    assertThat(all).hasSize(table.entries());
    return all;
  }

  @Test
  void remembers_what_was_put() {
    ChunkTable table = of(IntStream.range(0, 20_000));
    assertThat(content(table)).hasSize(20_000).containsEntry(id(12_345), 12_345);
    assertThat(table.size(id(20_000))).isEqualTo(ChunkTable.ABSENT);
    assertThat(table.placeOf(id(12_345), 1)).isEqualTo(ChunkTable.ABSENT);
    assertThat(table.placeOf(id(20_000), ChunkTable.ABSENT)).isEqualTo(ChunkTable.ABSENT);
    table.clear();
    assertThat(content(table)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 5000", "5000, 0", "9000, 2000", "2000, 9000"})
  void takes_another_one_over(int ours, int others) {
    ChunkTable table = of(IntStream.range(0, ours));
    ChunkTable other = of(IntStream.range(1_000, 1_000 + others));
    table.takeOver(other);
    Map<ObjectId, Integer> both = new HashMap<>();
    IntStream.range(0, ours).forEach(number -> both.put(id(number), number));
    IntStream.range(1_000, 1_000 + others).forEach(number -> both.put(id(number), number));
    assertThat(content(table)).isEqualTo(both);
    assertThat(content(other)).isEmpty();
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
    assertThat(memory.share(new Random(5)).takeIfLeft(BYTES)).isFalse();
    table.takeOver(of(IntStream.range(30_000, 60_000)));
    table.clear();
    assertThat(memory.share(new Random(5)).takeIfLeft(BYTES)).isTrue();
  }

  @Test
  void what_can_be_done_without_is_given_back_first() {
    MemoryBudget.Share small = new MemoryBudget(0, 100_000).share(new Random(5));
    small.take(90_000);
    ChunkTable table = new ChunkTable(100_000, small, () -> small.giveBack(90_000));
    IntStream.range(0, 800).forEach(i -> assertThat(table.put(id(i), i)).isTrue());
    assertThat(content(table)).hasSize(800);
  }

  @Test
  void without_memory_it_does_not_grow_and_keeps_what_it_has() {
    ChunkTable table =
        new ChunkTable(100_000, new MemoryBudget(40_000, 40_000).share(new Random(5)));
    assertThatThrownBy(() -> IntStream.range(0, 2_000).forEach(i -> table.put(id(i), i)))
        .isInstanceOf(MemoryBudget.SpentException.class);
    assertThat(content(table)).hasSize(1_536).containsEntry(id(1_535), 1_535);
  }
}
