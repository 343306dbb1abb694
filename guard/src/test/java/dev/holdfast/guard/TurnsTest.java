package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Who is next at the bench, with a thread that works when the test says so.
class TurnsTest {
  private final Queue<Runnable> thread = new ArrayDeque<>();
  private final Turns turns = new Turns(thread::add);
  private final List<String> done = new ArrayList<>();

  private CompletableFuture<Boolean> submit(Turns.Line line, String name) {
    return line.submit(() -> done.add(name));
  }

  private void bring(Turns.Line line, String... names) {
    for (String name : names) {
      CompletableFuture<Boolean> _ = submit(line, name);
    }
  }

  private void workAll() {
    while (!thread.isEmpty()) {
      thread.remove().run();
    }
  }

  @Test
  void a_session_that_comes_late_waits_for_one_piece_of_another() {
    Turns.Line flood = turns.line();
    for (int i = 0; i < 1_000; i++) {
      bring(flood, "flood");
    }
    thread.remove().run();
    Turns.Line neighbour = turns.line();
    bring(neighbour, "first");
    bring(neighbour, "second");
    workAll();
    assertThat(done.subList(0, 6))
        .containsExactly("flood", "flood", "first", "flood", "second", "flood");
    assertThat(done).hasSize(1_002);
  }

  @Test
  void three_sessions_come_in_turn_and_each_in_its_order() {
    for (String name : List.of("a", "b", "c")) {
      Turns.Line line = turns.line();
      bring(line, name + 1);
      bring(line, name + 2);
    }
    workAll();
    assertThat(done).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
  }

  @Test
  void who_leaves_takes_its_work_along() {
    Turns.Line flood = turns.line();
    var first = submit(flood, "flood");
    var second = submit(flood, "flood");
    Turns.Line neighbour = turns.line();
    bring(neighbour, "neighbour");
    thread.remove().run();
    flood.close();
    workAll();
    assertThat(done).containsExactly("flood", "neighbour");
    assertThat(first).isCompleted();
    assertThat(second).isCancelled();
    assertThat(submit(flood, "late")).isCancelled();
    workAll();
    assertThat(done).hasSize(2);
  }

  @Test
  void work_that_breaks_breaks_for_its_session_alone() {
    Turns.Line line = turns.line();
    CompletableFuture<Boolean> broken =
        line.submit(() -> {
          throw new IllegalStateException("a bug");
        });
    bring(line, "next");
    workAll();
    assertThatThrownBy(broken::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("a bug");
    assertThat(done).containsExactly("next");
  }
}
