package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.secrets.SecretException;

/// Turns what went wrong outside of a run into a failure that a person can read.
final class FailureOf {
  private FailureOf() {}

  static Outcome.Failed exception(Exception exception) {
    if (exception instanceof FleetException e) {
      return new Outcome.Failed(e.code(), e.sentence(), e.nextStep());
    }
    if (exception instanceof SecretException e) {
      return new Outcome.Failed(codeOf(e.kind()), String.valueOf(e.getMessage()), e.nextStep());
    }
    return new Outcome.Failed(
        ErrorCode.INTERNAL,
        "Holdfast met a situation it does not know: " + exception,
        "run it again with --debug and report what it prints");
  }

  private static ErrorCode codeOf(SecretException.Kind kind) {
    return switch (kind) {
      case MISSING -> ErrorCode.SECRET_MISSING;
      case EXPOSED -> ErrorCode.SECRET_EXPOSED;
      case UNREADABLE -> ErrorCode.SECRET_UNREADABLE;
      case READ_ONLY -> ErrorCode.SECRET_STORE_READ_ONLY;
    };
  }
}
