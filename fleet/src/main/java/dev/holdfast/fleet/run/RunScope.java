package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Everything that a run has open and at work: closed in reverse order at its end, or all at once
/// when the run is cut short. Closing wakes whoever waits on a resource.
///
/// The monitor guards `open` and `cutReason`; nothing is closed while it is held.
final class RunScope implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable String cutReason;
  private boolean closed;

  /// Takes care of a resource. In a run that was cut, or is over, it is closed at once: another
  /// task may have been late in opening it.
  <T extends AutoCloseable> T keep(T resource) {
    synchronized (this) {
      if (cutReason == null && !closed) {
        open.push(resource);
        return resource;
      }
    }
    closeQuietly(resource);
    throw interrupted();
  }

  /// Does something beside the run; it ends with the run at the latest.
  <T> CompletableFuture<T> fork(Callable<T> task) {
    var result = new CompletableFuture<T>();
    tasks.execute(() -> {
      try {
        result.complete(task.call());
      } catch (Throwable e) {
        // An error must reach whoever waits, or it waits for ever.
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  /// Does something beside the run whose result nobody waits for, like draining a log.
  void beside(Runnable task) {
    tasks.execute(task);
  }

  /// Waits for a forked task; its failure becomes ours.
  ///
  /// @param what names the wait, should it take longer than the deadline
  static <T> T await(CompletableFuture<T> task, Duration deadline, String what) {
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FleetException(
          ErrorCode.DEADLINE,
          what + " took longer than " + deadline.toSeconds() + " s",
          "look at the load of the hosts, or raise the limit in the configuration",
          e);
    } catch (ExecutionException e) {
      throw asUnchecked(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FleetException(ErrorCode.INTERRUPTED, what + " was interrupted", "run it again", e);
    }
  }

  /// Waits for a moment; whoever is interrupted meanwhile finds that out when waiting on.
  static boolean isDoneWithin(CompletableFuture<?> task, Duration moment) {
    try {
      task.get(moment.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static RuntimeException asUnchecked(Throwable cause) {
    return cause instanceof RuntimeException e ? e : new CompletionException(cause);
  }

  /// Ends the run from another thread: everything it has open is closed now.
  void cut(String why) {
    synchronized (this) {
      if (cutReason != null) {
        return;
      }
      cutReason = why;
    }
    closeAll();
  }

  /// Whether [#cut] was called.
  synchronized boolean isCut() {
    return cutReason != null;
  }

  /// The failure of a run that was cut.
  synchronized FleetException interrupted() {
    return new FleetException(
        ErrorCode.INTERRUPTED,
        "the run was ended before it was done" + (cutReason == null ? "" : ": " + cutReason),
        "start it again; everything that was acknowledged before is safe");
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    closeAll();
    tasks.shutdownNow();
  }

  private void closeAll() {
    while (true) {
      AutoCloseable next;
      synchronized (this) {
        next = open.poll();
      }
      if (next == null) {
        return;
      }
      closeQuietly(next);
    }
  }

  /// A resource that cannot be closed is gone already; the run's own outcome says more than it.
  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
