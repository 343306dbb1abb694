package dev.holdfast.fleet.failure;

import org.jspecify.annotations.Nullable;

/// Something failed that a person can act on: what, on which thing, and what to do next.
public class FleetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String nextStep;

  /// @param code the stable code
  /// @param sentence one sentence that names the thing; no secret, no raw remote bytes
  /// @param nextStep what to do, a command where possible
  public FleetException(ErrorCode code, String sentence, String nextStep) {
    this(code, sentence, nextStep, null);
  }

  /// @param cause what the machine said; shown with `--debug` only
  public FleetException(
      ErrorCode code, String sentence, String nextStep, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.nextStep = nextStep;
  }

  /// The stable code.
  public ErrorCode code() {
    return code;
  }

  /// What to do next.
  public String nextStep() {
    return nextStep;
  }

  /// The one sentence that says what failed.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
