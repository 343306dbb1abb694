package dev.holdfast.guard;

/// The two ends of a session.
public enum Side {
  /// The borg client.
  CLIENT,
  /// `borg serve` on the repository host.
  SERVER
}
