package dev.holdfast.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a borg client asks of `borg serve`.
public sealed interface Request {
  /// The client's number of this request, from 1 upwards.
  long id();

  /// The first request of a session.
  record Negotiate(long id, BorgVersion clientVersion) implements Request {}

  /// Any later request: a method and its arguments by name, in the order of the wire.
  record Call(long id, String method, SequencedMap<String, Value> arguments) implements Request {
    public Call {
      arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
    }
  }
}
