package dev.holdfast.guard;

import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;

/// What the guard says of one request.
sealed interface Verdict {
  /// Pass on this request, which is built anew and holds nothing that was not understood, once the
  /// check has passed and all requests before it were passed on.
  record Forward(Request request, Check check) implements Verdict {
    /// Nothing is left to be checked.
    Forward(Request request) {
      this(request, new Check.None());
    }
  }

  /// Answer the client; the repository host hears nothing.
  record Answer(Reply reply) implements Verdict {}

  /// Answer the client with one clean line and let nothing more through.
  record Refuse(Reason reason, String detail) implements Verdict {}
}
