package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunScopeTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void what_was_opened_last_is_closed_first() {
    try (var scope = new RunScope()) {
      scope.keep(named("first"));
      scope.keep(named("second"));
    }
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void a_cut_closes_everything_at_once_and_what_comes_later_too() {
    try (var scope = new RunScope()) {
      scope.keep(named("early"));
      scope.cut("interrupted");
      assertThat(closed).containsExactly("early");
      assertThatThrownBy(() -> scope.keep(named("late")))
          .isInstanceOfSatisfying(
              FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    }
    assertThat(closed).containsExactly("early", "late");
  }

  @Test
  void one_resource_that_cannot_be_closed_does_not_keep_the_others_open() {
    try (var scope = new RunScope()) {
      scope.keep(named("first"));
      scope.keep(() -> {
        throw new IllegalStateException("stuck");
      });
    }
    assertThat(closed).containsExactly("first");
  }

  @Test
  void a_wait_names_itself_when_its_deadline_passes() {
    assertThatThrownBy(() ->
            RunScope.await(new CompletableFuture<>(), Duration.ofMillis(1), "connecting to web1"))
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE);
              assertThat(e.sentence()).contains("connecting to web1");
            });
  }

  @Test
  void a_forked_failure_is_the_waiters_failure() {
    try (var scope = new RunScope()) {
      var failing =
          scope.<String>fork(() -> {
            throw new FleetException(ErrorCode.BORG_MISSING, "no borg", "install it");
          });
      assertThatThrownBy(() -> RunScope.await(failing, Duration.ofSeconds(10), "it"))
          .isInstanceOf(FleetException.class)
          .hasMessage("no borg");
    }
  }

  private AutoCloseable named(String name) {
    return () -> closed.add(name);
  }
}
