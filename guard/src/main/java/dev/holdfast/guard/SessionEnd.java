package dev.holdfast.guard;

/// How a session ended.
public sealed interface SessionEnd {
  /// The client ended its stream between two messages, and the repository host followed. It says
  /// nothing of success: a client that is killed between two messages ends so, too.
  record Completed() implements SessionEnd {}

  /// The guard refused something; nothing after it was let through.
  record Refused(Reason reason, String detail) implements SessionEnd {}

  /// One side vanished, or ended when it should not.
  record Lost(Side side, String why) implements SessionEnd {}

  /// A deadline of [GuardLimits.Deadlines] passed.
  record DeadlinePassed(String name) implements SessionEnd {}

  /// [GuardedChannel#cut] was called.
  record Cut(String why) implements SessionEnd {}

  /// The process has no memory left for what this session must remember, beside the others; nobody
  /// did wrong. See [MemoryBudget].
  record MemorySpent() implements SessionEnd {}
}
