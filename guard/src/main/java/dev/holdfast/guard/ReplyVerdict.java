package dev.holdfast.guard;

import dev.holdfast.wire.Reply;

/// What the guard says of one reply.
sealed interface ReplyVerdict {
  /// It answers a question of the guard's own; the client hears nothing.
  record Keep() implements ReplyVerdict {}

  /// Pass on this reply, which is built anew.
  record Deliver(Reply reply) implements ReplyVerdict {}

  /// What the repository host shows must not be used: end the session, and tell the client in one
  /// line.
  record Warn(Verdict.Refuse refusal, Reply answer) implements ReplyVerdict {}

  /// The repository host broke the protocol: end the session.
  record Refuse(Reason reason, String detail) implements ReplyVerdict {}
}
