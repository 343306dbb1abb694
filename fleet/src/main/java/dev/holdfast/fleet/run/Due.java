package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// For which targets an action is to be done now.
///
/// @param next which of the others is due first; empty if none ever is
public record Due(Action action, List<Target> targets, Optional<Next> next) {
  public Due {
    targets = List.copyOf(targets);
  }

  /// A target that is not due yet.
  ///
  /// @param at from when on it is
  public record Next(String target, Instant at) {}

  /// Those that a person named: at once.
  public static Due named(Action action, List<Target> targets) {
    return new Due(action, targets, Optional.empty());
  }

  /// For a person, where there is nothing to do.
  public String nothing() {
    var word = ConfiguredAction.word(action);
    return next.map(one ->
            "%s: nothing is due; the next is %s, from %s on"
                .formatted(word, one.target(), one.at()))
        .orElseGet(() ->
            "%s: nothing is due; no target says how often: actions: { %1$s: 1d }".formatted(word));
  }
}
