package dev.holdfast.remote.ssh;

import java.time.Duration;

/// What is known of the line to a host, and how large a receive window it deserves.
///
/// @param roundTrip time from a request to its answer
/// @param budget where window memory comes from
record Link(Duration roundTrip, WindowBudget budget) {
  /// Every channel starts with this; it is what OpenSSH itself uses.
  static final long WINDOW_BYTES_MIN = 2L << 20;

  private static final long WINDOW_BYTES_MAX = 32L << 20;
  private static final long TARGET_BYTES_PER_SECOND = 640L << 20;

  /// The window that lets the target rate through at this round-trip time, in bytes.
  long windowBytes() {
    var inFlight = roundTrip.toNanos() * (TARGET_BYTES_PER_SECOND / 1_000_000) / 1_000;
    return Math.clamp(inFlight, WINDOW_BYTES_MIN, WINDOW_BYTES_MAX);
  }
}
