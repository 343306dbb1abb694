package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.FleetException;
import java.util.Optional;

/// One action for one target.
@FunctionalInterface
interface Run {
  /// Does it. What it leaves open is closed by the scope of the context.
  ///
  /// @throws FleetException where it fails; becomes the outcome
  Outcome.Done execute(RunContext context);

  /// How deep it looks, if it is a check.
  default Optional<CheckDepth> depth() {
    return Optional.empty();
  }
}
