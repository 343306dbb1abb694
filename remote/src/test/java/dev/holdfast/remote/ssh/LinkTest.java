package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LinkTest {
  @Test
  void the_window_follows_the_round_trip_within_bounds() {
    assertThat(window(Duration.ofNanos(100_000))).isEqualTo(2L << 20);
    assertThat(window(Duration.ofMillis(10))).isBetween(6L << 20, 7L << 20);
    assertThat(window(Duration.ofMillis(50))).isBetween(31L << 20, 32L << 20);
    assertThat(window(Duration.ofSeconds(2))).isEqualTo(32L << 20);
  }

  private static long window(Duration roundTrip) {
    return new Link(roundTrip, new WindowBudget(0)).windowBytes();
  }

  @Test
  void the_budget_leaves_something_for_those_who_come_later() {
    var budget = new WindowBudget(100);
    assertThat(budget.take(1000)).isEqualTo(50);
    assertThat(budget.take(10)).isEqualTo(10);
    assertThat(budget.bytesLeft()).isEqualTo(40);
    budget.giveBack(60);
    assertThat(budget.bytesLeft()).isEqualTo(100);
    assertThat(budget.take(-5)).isZero();
    assertThat(new WindowBudget(0).take(10)).isZero();
  }
}
