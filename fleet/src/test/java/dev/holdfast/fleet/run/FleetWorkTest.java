package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FleetWorkTest {
  @Test
  void results_come_in_the_order_of_the_targets() {
    var fleet = TestFleets.fleet(12, 5);
    var targets = List.copyOf(fleet.targets().values());
    assertThat(new FleetWork(fleet).each(targets, (target, _) -> target.name()))
        .containsExactlyElementsOf(fleet.targets().keySet());
  }

  @Test
  void a_repository_host_never_has_more_runs_than_it_allows() {
    var fleet = TestFleets.fleet(20, 3);
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    new FleetWork(fleet)
        .each(
            List.copyOf(fleet.targets().values()),
            (_, _) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              return now.decrementAndGet();
            });
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void as_many_runs_as_allowed_go_on_at_the_same_time() {
    var fleet = TestFleets.fleet(3, 3);
    var all = new CountDownLatch(3);
    var met = new FleetWork(fleet).each(List.copyOf(fleet.targets().values()), (_, _) -> meet(all));
    assertThat(met).containsOnly(true);
  }

  @Test
  void a_cut_ends_what_runs_and_what_would_still_start() {
    var fleet = TestFleets.fleet(4, 1);
    var work = new FleetWork(fleet);
    var cut =
        work.each(
            List.copyOf(fleet.targets().values()),
            (_, scope) -> {
              work.cut("interrupted");
              return scope.isCut();
            });
    assertThat(cut).containsOnly(true);
  }

  @Test
  void a_failing_piece_of_work_releases_its_permits() {
    var fleet = TestFleets.fleet(1, 1);
    List<Target> one = List.copyOf(fleet.targets().values());
    var work = new FleetWork(fleet);
    assertThatThrownBy(() ->
            work.each(
                one,
                (_, scope) -> {
                  throw scope.interrupted();
                }))
        .isInstanceOf(FleetException.class);
    assertThat(work.each(one, (target, _) -> target.name())).containsExactly("t1");
  }

  private static boolean meet(CountDownLatch all) {
    all.countDown();
    try {
      all.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
