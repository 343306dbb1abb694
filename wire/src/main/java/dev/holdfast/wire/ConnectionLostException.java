package dev.holdfast.wire;

import java.io.IOException;

/// A peer vanished without ending its stream in order.
public final class ConnectionLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message what was lost, in words for a person
  public ConnectionLostException(String message) {
    super(message);
  }
}
