package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import org.jspecify.annotations.Nullable;

/// What a person gives as a reason, which the ledger keeps for good.
final class Reasons {
  private Reasons() {}

  /// @throws FleetException if none was given
  static String required(@Nullable String reason, String usage) {
    if (reason == null || reason.isBlank()) {
      throw new FleetException(ErrorCode.USAGE, "a reason is needed; the ledger keeps it", usage);
    }
    return reason.strip();
  }
}
