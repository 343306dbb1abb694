package dev.holdfast.fleet.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How often an action is due for a target.
public sealed interface Frequency {
  /// The target does not take part.
  record Never() implements Frequency {}

  /// Each time somebody asks for it.
  record Always() implements Frequency {}

  /// Not sooner than so long after the last time.
  record Every(Duration interval) implements Frequency {}

  /// Whether it is allowed at all.
  default boolean isAllowed() {
    return !(this instanceof Never);
  }

  /// Whether it is due.
  ///
  /// @param last when it was done last
  default boolean isDue(Optional<Instant> last, Instant now) {
    return switch (this) {
      case Never() -> false;
      case Always() -> true;
      case Every(var interval) -> last.isEmpty() || !now.isBefore(last.get().plus(interval));
    };
  }
}
