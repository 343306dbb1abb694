package dev.holdfast.fleet.ledger;

/// A text is not an entry as this version writes it.
final class UnreadableEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableEntryException(String message) {
    super(message);
  }
}
