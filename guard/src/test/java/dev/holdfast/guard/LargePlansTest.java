package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LargePlansTest {
  private final LargePlans plans = new LargePlans(10);

  @Test
  void small_plans_wait_for_nobody() {
    LargePlans.Turn large = plans.turn();
    assertThat(large.suffices(11)).isTrue();
    assertThat(plans.turn().suffices(10)).isTrue();
  }

  @Test
  void of_large_plans_there_is_one_until_its_run_is_over() throws Exception {
    LargePlans.Turn first = plans.turn();
    LargePlans.Turn second = plans.turn();
    assertThat(first.suffices(11)).isTrue();
    assertThat(first.suffices(1000)).isTrue();
    assertThat(second.suffices(11)).isFalse();
    first.close();
    first.close();
    second.await();
    assertThat(second.suffices(11)).isTrue();
    assertThat(plans.turn().suffices(11)).isFalse();
  }

  @Test
  void a_turn_that_comes_after_its_run_is_over_is_passed_on() throws Exception {
    LargePlans.Turn late = plans.turn();
    late.close();
    late.await();
    assertThat(late.suffices(11)).isFalse();
    assertThat(plans.turn().suffices(11)).isTrue();
  }
}
