package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Head;
import dev.holdfast.fleet.ledger.RepositoryState;

/// Plans are made of what the ledger says, and of what a repository host shows while it is asked. A
/// host may show something old to a person, and the truth to the backup of the night: what the
/// person agrees to later would then undo what came in between.
final class UnchangedLedger {
  private UnchangedLedger() {}

  /// @param planned the head by which the plan was made
  /// @param command that makes a new plan
  /// @throws FleetException if anything was entered since
  static void require(Target target, Head planned, RepositoryState now, String command) {
    if (!now.head().equals(planned)) {
      throw changed(target, command);
    }
  }

  static FleetException changed(Target target, String command) {
    return new FleetException(
        ErrorCode.NOT_CONFIRMED,
        "the ledger of %s has changed since the plan was made, so nobody has agreed to what would happen now"
            .formatted(target.name()),
        "plan again: " + command + " " + target.name());
  }
}
