package dev.holdfast.borg.repository;

import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import java.util.Optional;

/// Where a repository's key is to come from, and what it must be.
///
/// @param text our own copy of the locked key; without one, the repository is asked for it
/// @param type the mode that the repository is known to have; without one, the repository is
///   believed, which is right at the first meeting only
public record KeyChoice(Optional<KeyText> text, Optional<KeyType> type) {
  /// Believes the repository.
  public static KeyChoice fromRepository() {
    return new KeyChoice(Optional.empty(), Optional.empty());
  }

  /// Uses our own copy.
  public static KeyChoice of(KeyText text) {
    return new KeyChoice(Optional.of(text), Optional.empty());
  }

  /// The same, and the repository must be of this mode.
  public KeyChoice pinned(KeyType known) {
    return new KeyChoice(text, Optional.of(known));
  }
}
