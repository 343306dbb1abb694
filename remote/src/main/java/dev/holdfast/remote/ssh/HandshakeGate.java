package dev.holdfast.remote.ssh;

import dev.holdfast.remote.machine.Surroundings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Lets only a few unauthenticated connections at a time go to one server: sshd drops them at
/// random when there are many (`MaxStartups 10:30:100`).
final class HandshakeGate {
  static final int AT_ONCE_MAX = 4;
  private static final Duration SPACING = Duration.ofMillis(20);

  private final Map<HostName, Lane> lanes = new ConcurrentHashMap<>();
  private final Surroundings surroundings;

  private static final class Lane {
    private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);
    private long nextStartNanos = Long.MIN_VALUE;

    /// How long this start has to wait, in nanoseconds.
    synchronized long queue(long nowNanos) {
      var start = Math.max(nowNanos, nextStartNanos);
      nextStartNanos = start + SPACING.toNanos();
      return start - nowNanos;
    }
  }

  HandshakeGate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Does one handshake with the server when it is its turn.
  <T> T pass(HostName server, Supplier<T> handshake) {
    var lane = lanes.computeIfAbsent(server, s -> new Lane());
    lane.places.acquireUninterruptibly();
    try {
      surroundings.pause(Duration.ofNanos(lane.queue(surroundings.nanoTime())));
      return handshake.get();
    } finally {
      lane.places.release();
    }
  }
}
