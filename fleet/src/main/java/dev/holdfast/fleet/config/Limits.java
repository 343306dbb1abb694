package dev.holdfast.fleet.config;

import java.time.Duration;

/// Upper bounds of everything that could grow or wait; `holdfast config show` prints them.
///
/// @param runsMax runs at the same time, over all hosts
/// @param runsPerJumpHostMax runs at the same time through one jump host
/// @param connectDeadline TCP connect, key exchange and authentication together
/// @param keepAliveInterval time between signs of life on a connection
/// @param keepAlivesLostMax unanswered signs of life after which a connection is given up
/// @param socketDeadline until a single-use socket is ready on a target
/// @param firstFrameDeadline until a process that connected speaks Borg's first frame
/// @param startDeadline until borg on the target connects to its socket
/// @param endDeadline until borg, `borg serve` and the socket are gone after the last byte
/// @param windowBudgetBytes memory for receive windows, shared by all sessions
/// @param archive what one backup may add
public record Limits(
    int runsMax,
    int runsPerJumpHostMax,
    Duration connectDeadline,
    Duration keepAliveInterval,
    int keepAlivesLostMax,
    Duration socketDeadline,
    Duration firstFrameDeadline,
    Duration startDeadline,
    Duration endDeadline,
    long windowBudgetBytes,
    ArchiveLimits archive) {
  /// The bounds where the configuration says nothing.
  public static Limits defaults() {
    return new Limits(
        20,
        8,
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        3,
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(90),
        Duration.ofSeconds(30),
        128L << 20,
        ArchiveLimits.defaults());
  }
}
