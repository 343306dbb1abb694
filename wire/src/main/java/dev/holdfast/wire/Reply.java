package dev.holdfast.wire;

import java.util.List;

/// What `borg serve` answers.
public sealed interface Reply {
  /// The number of the request that is answered.
  long id();

  /// The answer to [Request.Negotiate].
  record Negotiated(long id, BorgVersion serverVersion) implements Reply {}

  /// A call that succeeded.
  record Result(long id, Value result) implements Reply {}

  /// A call that failed.
  ///
  /// @param exceptionClass name of Borg's exception
  /// @param args what the exception was made of; may name paths of the repository host
  /// @param brief lines that the client shows for an exception it does not know
  /// @param full the traceback; discloses paths
  /// @param trace whether the client should show the traceback
  /// @param sysinfo versions, paths and command line of the repository host
  record Failure(
      long id,
      String exceptionClass,
      List<Value> args,
      List<Raw> brief,
      List<Raw> full,
      boolean trace,
      Raw sysinfo)
      implements Reply {
    public Failure {
      args = List.copyOf(args);
      brief = List.copyOf(brief);
      full = List.copyOf(full);
    }

    /// A refusal that every Borg 1.x prints as one clean line.
    public static Failure polite(long id, String message) {
      Raw line = Raw.of(message);
      return new Failure(
          id, "Error", List.of(line), List.of(line), List.of(Raw.of("")), false, Raw.of(""));
    }
  }
}
