package dev.holdfast.fleet.failure;

/// Whether the same action may succeed later without a person.
public enum Retry {
  /// Nothing changes by itself.
  NEVER,
  /// The cause passes by itself; the next run may succeed.
  LATER,
  /// A person must act first.
  AFTER_HUMAN
}
