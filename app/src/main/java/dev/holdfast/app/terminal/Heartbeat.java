package dev.holdfast.app.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Calls somebody again and again on a virtual thread until it is closed: the live lines move even
/// while no run says anything.
public final class Heartbeat implements AutoCloseable {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Runnable beat;
  private final Duration interval;

  /// Does nothing yet; [#start] does.
  public Heartbeat(Runnable beat, Duration interval) {
    this.beat = beat;
    this.interval = interval;
  }

  /// Starts the thread, which ends with [#close].
  public void start() {
    Thread.ofVirtual().name("heartbeat").start(this::run);
  }

  private void run() {
    try {
      while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        beat.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
