package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Dropped archives whose space is not freed yet.
///
/// @param archives how many
/// @param until when the space of all of them may be freed
record Quarantine(int archives, Instant until) {
  /// Empty if there are none, or if nobody will ever free their space.
  static Optional<Quarantine> of(Target target, RepositoryState state, PlanningTime time) {
    var upkeep = target.policy().upkeep();
    var dropped = state.retention().dropped();
    if (dropped.isEmpty() || !upkeep.actions().compact().isAllowed()) {
      return Optional.empty();
    }
    var last =
        dropped.stream()
            .map(archive -> time.isFuture(archive.at()) ? time.now() : archive.at())
            .max(Instant::compareTo)
            .orElseThrow();
    return Optional.of(new Quarantine(dropped.size(), last.plus(upkeep.retention().quarantine())));
  }

  /// Archives that were dropped while a clock was wrong would wait until it is right again: they
  /// wait from now on, if the clock is believed.
  static void restartIfUndated(RunContext context) {
    var time = PlanningTime.of(context);
    context.ledger().amend(state -> restart(state, time));
  }

  static List<LedgerEntry> restart(RepositoryState state, PlanningTime time) {
    var undated = state.retention().dropped().stream().anyMatch(one -> time.isFuture(one.at()));
    return undated && time.isBelieved(state)
        ? List.of(new LedgerEntry.QuarantineRestarted())
        : List.of();
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /// Freeing space takes all that was dropped; so that each has its full time, nothing joins.
  String toldToPrune(Target target, Instant now) {
    return isOver(now)
        ? "nothing is dropped before the space of %s is freed: holdfast compact %s"
            .formatted(Counted.of(archives, "archive"), target.name())
        : "nothing is dropped before the quarantine of %s ends at %s"
            .formatted(Counted.of(archives, "archive"), until);
  }
}
