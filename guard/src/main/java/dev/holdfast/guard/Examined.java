package dev.holdfast.guard;

/// What looking into one object alone has shown.
public sealed interface Examined {
  /// It is what its id names.
  ///
  /// @param plainBytes its size before compression
  /// @param metadata whether it may be the metadata of an archive, by its first bytes
  record Sound(int plainBytes, boolean metadata) implements Examined {}

  /// The scratch has no room for it, so nothing is known of it.
  ///
  /// @param why a sentence for a person, without a full stop
  record TooLarge(String why) implements Examined {}

  /// It may not be stored.
  ///
  /// @param why a sentence for a person, without a full stop
  record Unsound(String why) implements Examined {}
}
