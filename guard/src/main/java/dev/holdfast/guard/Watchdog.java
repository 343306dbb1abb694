package dev.holdfast.guard;

import java.time.Duration;
import java.util.Optional;

/// Watches the deadlines of one session. It counts the time that it has waited itself, so no change
/// of the wall clock makes a session too short or endless.
final class Watchdog {
  private static final Duration TICK_MAX = Duration.ofSeconds(1);
  private static final int TICKS_PER_DEADLINE = 4;

  private final GuardLimits.Deadlines deadlines;
  private final Session session;
  private final Progress progress;
  private final Duration lockWait;
  private long clientMessages;
  private long serverChunks;
  private long lastAnything;
  private long lastReply;
  private long endingSince = -1;

  Watchdog(
      GuardLimits.Deadlines deadlines, Session session, Progress progress, SessionPolicy policy) {
    this.deadlines = deadlines;
    this.session = session;
    this.progress = progress;
    this.lockWait =
        switch (policy) {
          case SessionPolicy.Backup(_, Duration wait, _) -> wait;
          case SessionPolicy.ReadOnly(_, Duration wait, _) -> wait;
          case SessionPolicy.Maintenance(_, Duration wait, _, _) -> wait;
          case SessionPolicy.Initialise _ -> Duration.ZERO;
        };
  }

  /// Returns when both pumps are done, or when a deadline has passed, which it then names.
  Optional<String> watch() throws InterruptedException {
    long elapsed = 0;
    while (!progress.over()) {
      elapsed += progress.await(tick());
      Optional<String> passed = progress.over() ? Optional.empty() : passed(elapsed);
      if (passed.isPresent()) {
        return passed;
      }
    }
    return Optional.empty();
  }

  private Duration tick() {
    Duration tick = TICK_MAX;
    for (Duration deadline :
        new Duration[] {
          deadlines.opening(),
          deadlines.idle(),
          deadlines.reply(),
          deadlines.farewell(),
          deadlines.session()
        }) {
      Duration part = deadline.dividedBy(TICKS_PER_DEADLINE);
      tick = part.compareTo(tick) < 0 ? part : tick;
    }
    return tick;
  }

  private Optional<String> passed(long now) {
    long fromClient = progress.clientMessages.get();
    long fromServer = progress.serverChunks.get();
    if (fromServer != serverChunks || session.inFlight() == 0) {
      lastReply = now;
    }
    if (fromServer != serverChunks || fromClient != clientMessages) {
      lastAnything = now;
    }
    clientMessages = fromClient;
    serverChunks = fromServer;
    if (progress.isEnding() && endingSince < 0) {
      endingSince = now;
    }
    if (endingSince >= 0 && over(now - endingSince, deadlines.farewell())) {
      return Optional.of("farewell");
    }
    if (over(now, deadlines.session())) {
      return Optional.of("session");
    }
    if (!session.opened() && over(now, deadlines.opening().plus(lockWait))) {
      return Optional.of("opening");
    }
    if (session.inFlight() > 0 && over(now - lastReply, deadlines.reply().plus(lockWait))) {
      return Optional.of("reply");
    }
    return over(now - lastAnything, deadlines.idle()) ? Optional.of("idle") : Optional.empty();
  }

  private static boolean over(long nanos, Duration deadline) {
    return nanos >= deadline.toNanos();
  }
}
