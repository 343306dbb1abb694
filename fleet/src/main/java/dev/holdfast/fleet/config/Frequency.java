package dev.holdfast.fleet.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How often an action is due for a target.
public sealed interface Frequency {
  /// The part of an interval by which it may be shorter.
  int EARLY = 20;

  /// The target does not take part.
  record Never() implements Frequency {}

  /// Each time somebody asks for it.
  record Always() implements Frequency {}

  /// Not sooner than so long after the last time, but for [#EARLY].
  record Every(Duration interval) implements Frequency {}

  /// Whether it is allowed at all.
  default boolean isAllowed() {
    return !(this instanceof Never);
  }

  /// From when on it is due; empty if never. An interval may be a little shorter than it says, or a
  /// timer that starts some seconds earlier than yesterday would skip a day.
  ///
  /// @param last when it was started last
  default Optional<Instant> dueFrom(Optional<Instant> last) {
    return switch (this) {
      case Never() -> Optional.empty();
      case Always() -> Optional.of(Instant.EPOCH);
      case Every(var interval) ->
          Optional.of(
              last.map(at -> at.plus(interval).minus(interval.dividedBy(EARLY)))
                  .orElse(Instant.EPOCH));
    };
  }
}
