package dev.holdfast.guard;

/// What becomes of a sound object that is to be stored.
public sealed interface Storing {
  /// It is stored.
  record Anew() implements Storing {}

  /// The repository holds it already; the client hears that it is stored, and nothing is written.
  record Held() implements Storing {}

  /// It may not be stored.
  ///
  /// @param why a sentence for a person, without a full stop
  record Refused(String why) implements Storing {}
}
