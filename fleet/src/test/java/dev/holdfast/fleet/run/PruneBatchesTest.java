package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.guard.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A plan that is too large for one session is executed all the same.
class PruneBatchesTest {
  private static List<ArchiveName> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> new ArchiveName("a" + i)).toList();
  }

  /// Executes a plan of which so many archives fit at once.
  ///
  /// @return in which batches
  private static List<List<ArchiveName>> executed(int archives, int fitting) {
    var batches = new PruneBatches(names(archives));
    var dropped = new ArrayList<List<ArchiveName>>();
    while (!batches.isDone()) {
      var next = batches.next();
      if (next.size() > fitting) {
        batches.narrow(Set.copyOf(next.subList(0, fitting)));
      } else {
        dropped.add(next);
        batches.dropped();
      }
    }
    return dropped;
  }

  @Test
  void a_command_takes_so_many_names() {
    assertThat(executed(1100, 1100)).extracting(List::size).containsExactly(500, 500, 100);
  }

  @Test
  void three_archives_of_which_no_two_fit_go_one_after_the_other() {
    assertThat(executed(3, 1))
        .containsExactly(names(3).subList(0, 1), names(3).subList(1, 2), names(3).subList(2, 3));
  }

  @Test
  void after_a_smaller_batch_all_that_is_left_is_tried_again() {
    var batches = new PruneBatches(names(5));
    batches.narrow(Set.of(new ArchiveName("a3"), new ArchiveName("a1")));
    assertThat(batches.next()).containsExactly(new ArchiveName("a1"), new ArchiveName("a3"));
    batches.dropped();
    assertThat(batches.next())
        .containsExactly(new ArchiveName("a0"), new ArchiveName("a2"), new ArchiveName("a4"));
    batches.dropped();
    assertThat(batches.isDone()).isTrue();
  }

  @Test
  void a_batch_that_does_not_become_smaller_is_not_tried_for_ever() {
    var batches = new PruneBatches(names(2));
    assertThatThrownBy(() -> batches.narrow(Set.copyOf(names(2))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batches.narrow(Set.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_run_that_is_cut_waits_for_no_turn_and_leaves_it_to_others() throws Exception {
    try (var bench = Workbench.standard(1)) {
      var holder = bench.turn();
      holder.await();
      try (var scope = new RunScope()) {
        var turn = scope.keep(bench.turn());
        scope.beside(() -> scope.cut("interrupted"));
        assertThatThrownBy(() -> PruneRun.await(scope, turn, Duration.ofDays(1)))
            .isInstanceOf(FleetException.class)
            .hasMessageContaining("interrupted");
      }
      holder.close();
      var next = bench.turn();
      next.await();
      next.close();
    }
  }
}
