package dev.holdfast.lab.attacks;

/// The other side answered a call with an error.
final class RefusedCallException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedCallException(String message) {
    super(message);
  }
}
