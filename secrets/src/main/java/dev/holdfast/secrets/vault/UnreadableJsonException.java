package dev.holdfast.secrets.vault;

/// Bytes are not the JSON that was expected; its text never repeats them.
final class UnreadableJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableJsonException(String problem, int position) {
    super(problem + " at byte " + position);
  }
}
