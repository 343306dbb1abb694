package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.SecretException;

/// Turns failures into outcomes.
final class Outcomes {
  private Outcomes() {}

  static Outcome.Failed failed(FleetException e) {
    return new Outcome.Failed(e.code(), e.sentence(), e.nextStep());
  }

  static Outcome.Failed failed(SecretException e) {
    var code =
        switch (e.kind()) {
          case MISSING -> ErrorCode.SECRET_MISSING;
          case EXPOSED -> ErrorCode.SECRET_EXPOSED;
          case UNREADABLE -> ErrorCode.SECRET_UNREADABLE;
          case READ_ONLY -> ErrorCode.SECRET_STORE_READ_ONLY;
        };
    return new Outcome.Failed(code, String.valueOf(e.getMessage()), e.nextStep());
  }

  /// A bug of ours, told without hiding where it came from.
  static Outcome.Failed bug(RuntimeException e) {
    var frames = e.getStackTrace();
    var where = frames.length == 0 ? "" : " (" + frames[0] + ")";
    return new Outcome.Failed(
        ErrorCode.INTERNAL,
        "Holdfast met a situation it does not know: " + e + where,
        "please report this; other targets are not affected");
  }
}
