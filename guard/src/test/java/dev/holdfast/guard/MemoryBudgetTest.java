package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.guard.MemoryBudget.SpentException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget memory = new MemoryBudget(0, 100);
  private final MemoryBudget.Share one = memory.share(new Random(5));
  private final MemoryBudget.Share other = memory.share(new Random(5));

  @Test
  void all_sessions_together_get_no_more_than_there_is() {
    one.take(60);
    assertThat(other.takeIfLeft(41)).isFalse();
    assertThatThrownBy(() -> other.take(41)).isInstanceOf(SpentException.class);
    other.take(40);
    one.giveBack(10);
    other.take(10);
    assertThat(one.takeIfLeft(1)).isFalse();
  }

  @Test
  void a_session_that_is_over_holds_nothing_and_gets_nothing() {
    one.take(70);
    one.giveBack(20);
    one.close();
    one.close();
    one.giveBack(50);
    assertThatThrownBy(() -> one.take(1)).isInstanceOf(SpentException.class);
    other.take(100);
    assertThat(other.takeIfLeft(1)).isFalse();
  }

  @Test
  void each_session_has_a_little_of_its_own() {
    MemoryBudget shared = new MemoryBudget(10, 100);
    MemoryBudget.Share greedy = shared.share(new Random(5));
    greedy.take(110);
    assertThat(greedy.takeIfLeft(1)).isFalse();
    MemoryBudget.Share modest = shared.share(new Random(5));
    modest.take(10);
    assertThat(modest.takeIfLeft(1)).isFalse();
    greedy.giveBack(105);
    modest.take(100);
    assertThat(greedy.takeIfLeft(6)).isFalse();
    greedy.take(5);
    modest.close();
    greedy.take(100);
    assertThat(greedy.takeIfLeft(1)).isFalse();
  }
}
