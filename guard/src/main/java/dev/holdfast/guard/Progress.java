package dev.holdfast.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where a session stands: what moved, what ended first and why. Wakes the watchdog.
final class Progress {
  private static final int PUMPS = 3;
  final AtomicLong clientMessages = new AtomicLong();
  final AtomicLong serverChunks = new AtomicLong();
  private final AtomicReference<@Nullable SessionEnd> end = new AtomicReference<>();
  private final CountDownLatch pumps = new CountDownLatch(PUMPS);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ending;
  private boolean closed;

  /// Keeps the first cause; later ones are its consequences. But a refusal is told even of a side
  /// that was lost before, or when memory was: whoever stops listening and then attacks must not
  /// pass for a lost one.
  void end(SessionEnd cause) {
    if (!end.compareAndSet(null, cause) && cause instanceof SessionEnd.Refused) {
      SessionEnd first = end.get();
      if (first instanceof SessionEnd.Lost || first instanceof SessionEnd.MemorySpent) {
        end.compareAndSet(first, cause);
      }
    }
    ending();
  }

  Optional<SessionEnd> ended() {
    return Optional.ofNullable(end.get());
  }

  /// From now on only the farewell is waited for.
  void ending() {
    lock.lock();
    try {
      ending = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isEnding() {
    lock.lock();
    try {
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more is waited for.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void pumpDone() {
    pumps.countDown();
    ending();
  }

  boolean pumpsDone() {
    return pumps.getCount() == 0;
  }

  /// Waits until nothing is to be waited for any more, at most that long.
  ///
  /// @return nanoseconds that really passed
  long await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (left > 0 && !over()) {
        left = changed.awaitNanos(left);
      }
      return atMost.toNanos() - left;
    } finally {
      lock.unlock();
    }
  }

  /// Whether nothing is to be waited for any more.
  boolean over() {
    lock.lock();
    try {
      return closed || pumpsDone();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all pumps have returned.
  boolean awaitPumps(Duration atMost) throws InterruptedException {
    return pumps.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
