package dev.holdfast.borg;

/// Bytes from a repository that were not believed; the message says which and why, without secrets.
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /// @param message one sentence without a full stop
  public RefusedException(Refusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  /// The most frequent kind.
  public static RefusedException malformed(String message) {
    return new RefusedException(Refusal.MALFORMED, message);
  }

  /// Why, for programs.
  public Refusal refusal() {
    return refusal;
  }
}
