package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.SecretException;

/// Turns exceptions into failures that a person can read.
public final class Outcomes {
  private Outcomes() {}

  /// What failed; an exception that is neither of the domain nor of secrets is a bug of ours.
  public static Outcome.Failed failed(Exception exception) {
    if (exception instanceof FleetException e) {
      return new Outcome.Failed(e.code(), e.sentence(), e.nextStep());
    }
    if (exception instanceof SecretException e) {
      return new Outcome.Failed(codeOf(e.kind()), String.valueOf(e.getMessage()), e.nextStep());
    }
    return bug(exception);
  }

  /// The code of a secret that could not be opened or kept.
  public static ErrorCode codeOf(SecretException.Kind kind) {
    return switch (kind) {
      case MISSING -> ErrorCode.SECRET_MISSING;
      case EXPOSED -> ErrorCode.SECRET_EXPOSED;
      case UNREADABLE -> ErrorCode.SECRET_UNREADABLE;
      case READ_ONLY -> ErrorCode.SECRET_STORE_READ_ONLY;
      case CHANGED -> ErrorCode.SECRET_CHANGED;
      case UNCONFIGURED -> ErrorCode.VAULT_UNCONFIGURED;
      case UNREACHABLE -> ErrorCode.VAULT_UNREACHABLE;
      case UNTRUSTED -> ErrorCode.VAULT_UNTRUSTED;
      case UNAVAILABLE -> ErrorCode.VAULT_UNAVAILABLE;
      case LOGIN_REFUSED -> ErrorCode.VAULT_LOGIN_REFUSED;
      case DENIED -> ErrorCode.VAULT_DENIED;
      case INTERCEPTED -> ErrorCode.VAULT_INTERCEPTED;
    };
  }

  /// Told without hiding where it came from.
  private static Outcome.Failed bug(Exception e) {
    var frames = e.getStackTrace();
    var where = frames.length == 0 ? "" : " (" + frames[0] + ")";
    return new Outcome.Failed(
        ErrorCode.INTERNAL,
        "Holdfast met a situation it does not know: " + e + where,
        "run it again with --debug and report what it prints; other targets are not affected");
  }
}
