package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.RepositoryState;
import java.time.Instant;
import java.util.Optional;

/// Dropped archives whose space is not freed yet.
///
/// @param archives how many
/// @param until when the space of all of them may be freed
record Quarantine(int archives, Instant until) {
  /// Empty if there are none, or if nobody will ever free their space.
  static Optional<Quarantine> of(Target target, RepositoryState state) {
    var upkeep = target.policy().upkeep();
    var dropped = state.retention().dropped();
    if (dropped.isEmpty() || !upkeep.actions().compact().isAllowed()) {
      return Optional.empty();
    }
    var last =
        dropped.stream()
            .map(RepositoryState.Retention.Dropped::at)
            .max(Instant::compareTo)
            .orElseThrow();
    return Optional.of(new Quarantine(dropped.size(), last.plus(upkeep.retention().quarantine())));
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /// Freeing space takes all that was dropped; so that each has its full time, nothing joins.
  String toldToPrune(Target target, Instant now) {
    return isOver(now)
        ? "nothing is dropped before the space of %d archives is freed: holdfast compact %s"
            .formatted(archives, target.name())
        : "nothing is dropped before the quarantine of %d archives ends at %s"
            .formatted(archives, until);
  }
}
