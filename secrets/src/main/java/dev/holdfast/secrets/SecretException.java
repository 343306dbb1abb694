package dev.holdfast.secrets;

/// A secret could not be opened or kept.
public final class SecretException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of failure it is.
  public enum Kind {
    MISSING,
    EXPOSED,
    UNREADABLE,
    READ_ONLY,
    /// Somebody else has written since the version that a write should replace.
    CHANGED,
    /// The configuration does not say where or how.
    UNCONFIGURED,
    /// Nothing answers there.
    UNREACHABLE,
    /// Who answers there is not who it should be.
    UNTRUSTED,
    /// It answers, but serves nobody now.
    UNAVAILABLE,
    /// It does not let us in.
    LOGIN_REFUSED,
    /// It lets us in, but not there.
    DENIED,
    /// Somebody else may have seen what only we should.
    INTERCEPTED
  }

  private final Kind kind;
  private final String nextStep;

  /// @param sentence names the reference, never the secret
  /// @param nextStep what to do, a command where possible
  public SecretException(Kind kind, String sentence, String nextStep) {
    super(sentence);
    this.kind = kind;
    this.nextStep = nextStep;
  }

  /// What kind of failure it is.
  public Kind kind() {
    return kind;
  }

  /// What to do next.
  public String nextStep() {
    return nextStep;
  }
}
