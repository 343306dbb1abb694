package dev.holdfast.fleet.ledger;

/// An entry cannot be true after the entries before it.
final class ContradictionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContradictionException(String message) {
    super(message);
  }
}
