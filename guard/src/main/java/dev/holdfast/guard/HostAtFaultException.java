package dev.holdfast.guard;

import java.io.IOException;

/// The repository host does not show an object that it must hold, or shows something else in its
/// place. The client has no part in that.
final class HostAtFaultException extends IOException {
  private static final long serialVersionUID = 1;

  /// @param message for a person, without a full stop
  HostAtFaultException(String message) {
    super(message);
  }
}
