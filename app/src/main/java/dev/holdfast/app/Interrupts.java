package dev.holdfast.app;

import dev.holdfast.fleet.run.FleetRunner;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends runs cleanly when the process is told to stop (Ctrl-C, SIGTERM, SIGHUP): sockets are
/// removed, borg is ended, outcomes are recorded; then the process goes.
final class Interrupts implements AutoCloseable {
  /// Ten seconds are promised; the machine needs a little of them itself.
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Interrupts(FleetRunner runner) {
    hook = Thread.ofPlatform().name("interrupt").unstarted(() -> stop(runner));
  }

  /// From now on an interrupt cuts the runs of this runner.
  static Interrupts cutting(FleetRunner runner) {
    var interrupts = new Interrupts(runner);
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  private void stop(FleetRunner runner) {
    runner.cut("it was interrupted");
    try {
      if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("holdfast: some runs did not end in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is stopping already: the hook is at work and sees `done`.
    }
  }
}
