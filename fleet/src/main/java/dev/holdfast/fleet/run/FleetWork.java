package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// Does the same thing for several targets at once, within the limits of the fleet.
///
/// A target takes its permits in the order of their names, so no two can wait for each other.
final class FleetWork {
  private final Fleet fleet;
  private final Map<String, Semaphore> permits = new TreeMap<>();
  private final Set<RunScope> scopes = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  FleetWork(Fleet fleet) {
    this.fleet = fleet;
    for (var target : fleet.targets().values()) {
      needsOf(target)
          .forEach((name, count) -> permits.putIfAbsent(name, new Semaphore(count, true)));
    }
  }

  /// Results come in the order of the targets. The work must turn its failures into results.
  <T> List<T> each(List<Target> targets, BiFunction<Target, RunScope, T> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<T>>();
      for (var target : targets) {
        results.add(threads.submit(() -> permitted(target, work)));
      }
      return results.stream().map(FleetWork::resultOf).toList();
    }
  }

  /// Cuts everything that is at work now, and what would still start.
  void cut(String why) {
    cut = true;
    // Each on a thread of its own, so that one that is slow to close holds up no other.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      scopes.forEach(scope -> threads.execute(() -> scope.cut(why)));
    }
  }

  private <T> T permitted(Target target, BiFunction<Target, RunScope, T> work) {
    var taken = new ArrayList<Semaphore>();
    try (var scope = new RunScope()) {
      scopes.add(scope);
      for (var name : needsOf(target).keySet()) {
        var permit = permits.get(name);
        if (permit != null) {
          permit.acquireUninterruptibly();
          taken.add(permit);
        }
      }
      if (cut) {
        scope.cut("interrupted");
      }
      try {
        return work.apply(target, scope);
      } finally {
        scopes.remove(scope);
      }
    } finally {
      taken.forEach(Semaphore::release);
    }
  }

  private static <T> T resultOf(Future<T> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FleetException(
          ErrorCode.INTERRUPTED, "waiting for the runs was interrupted", "run it again", e);
    }
  }

  /// The permits that work for a target needs, with how many of each exist. The last name sorts
  /// behind all others: who waits for a host holds none of the overall permits.
  private SortedMap<String, Integer> needsOf(Target target) {
    var host = target.repository().host();
    var needs = new TreeMap<String, Integer>();
    needs.put("host " + host.name(), host.runsMax());
    addJumps(target.endpoint(), needs);
    addJumps(host.endpoint(), needs);
    needs.put("~ all runs", fleet.limits().runsMax());
    return needs;
  }

  private void addJumps(Endpoint endpoint, Map<String, Integer> needs) {
    if (endpoint instanceof Endpoint.Ssh ssh) {
      for (var jump : ssh.jumps()) {
        needs.put("jump " + jump.host() + ":" + jump.port(), fleet.limits().runsPerJumpHostMax());
      }
    }
  }
}
