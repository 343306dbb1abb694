package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.FleetException;

/// One action for one target.
@FunctionalInterface
interface Run {
  /// Does it. What it leaves open is closed by the scope of the context.
  ///
  /// @throws FleetException where it fails; becomes the outcome
  Outcome.Done execute(RunContext context);
}
