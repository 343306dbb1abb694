package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.guard.MemoryBudget.SpentException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget memory = new MemoryBudget(100);
  private final MemoryBudget.Share one = memory.share();
  private final MemoryBudget.Share other = memory.share();

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
}
