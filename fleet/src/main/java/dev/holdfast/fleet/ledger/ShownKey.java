package dev.holdfast.fleet.ledger;

import java.util.Optional;

/// The locked key that belongs to a repository, as it was found.
public sealed interface ShownKey {
  /// There is none in this mode, or nobody looked.
  record None() implements ShownKey {}

  /// It is where it belongs.
  ///
  /// @param digest its fingerprint
  record Present(String digest) implements ShownKey {}

  /// What the repository shows in its place is no key. It was opened with the controller's copy,
  /// and whoever has none cannot open it any more.
  record Unreadable() implements ShownKey {}

  /// Of the key that is there.
  default Optional<String> fingerprint() {
    return switch (this) {
      case Present(String digest) -> Optional.of(digest);
      case None _, Unreadable _ -> Optional.empty();
    };
  }
}
