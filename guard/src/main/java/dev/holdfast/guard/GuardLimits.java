package dev.holdfast.guard;

import java.time.Duration;

/// What one session may cost.
///
/// @param requestsInFlightMax requests without a reply; borg itself keeps about a hundred
/// @param clientBytesMax bytes that the client may send
/// @param serverBytesMax bytes of objects that the client may fetch
/// @param objectsMax objects that the client may store
/// @param deadlines how long things may take
public record GuardLimits(
    int requestsInFlightMax,
    long clientBytesMax,
    long serverBytesMax,
    long objectsMax,
    Deadlines deadlines) {

  private static final long TIB = 1L << 40;

  /// How long things may take.
  ///
  /// @param opening from the first byte of the channel's life to an open repository, the wait for
  ///   the lock not counted
  /// @param idle without any frame in either direction; a target that walks an unchanged tree is
  ///   silent for hours
  /// @param reply while a request waits for its reply and the repository host says nothing
  /// @param farewell from the first end, of either side, to the last
  /// @param session from start to end
  public record Deadlines(
      Duration opening, Duration idle, Duration reply, Duration farewell, Duration session) {

    public static Deadlines standard() {
      return new Deadlines(
          Duration.ofMinutes(5),
          Duration.ofHours(6),
          Duration.ofHours(2),
          Duration.ofMinutes(1),
          Duration.ofHours(48));
    }
  }

  /// Enough for a first backup of 16 TiB.
  public static GuardLimits standard() {
    return new GuardLimits(10_000, 16 * TIB, 16 * TIB, 32_000_000, Deadlines.standard());
  }

  public GuardLimits withDeadlines(Deadlines changed) {
    return new GuardLimits(
        requestsInFlightMax, clientBytesMax, serverBytesMax, objectsMax, changed);
  }
}
