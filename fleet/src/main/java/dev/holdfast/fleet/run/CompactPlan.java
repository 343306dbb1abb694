package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.RepositoryState;

/// Whether the space of dropped archives may be freed: what `--dry-run` shows and what the run then
/// goes by.
///
/// @param sentence what will be done, or why nothing is
record CompactPlan(int archives, boolean frees, String sentence) {
  static CompactPlan of(Target target, RepositoryState state, PlanningTime time) {
    var waiting = Quarantine.of(target, state, time);
    if (waiting.isEmpty()) {
      return new CompactPlan(0, false, "nothing was dropped, so no space to free");
    }
    var archives = waiting.get().archives();
    return waiting.get().isOver(time.now())
        ? new CompactPlan(
            archives,
            true,
            "freeing the space of %s".formatted(Counted.of(archives, "dropped archive")))
        : new CompactPlan(
            archives,
            false,
            "the space of %s is kept until %s"
                .formatted(Counted.of(archives, "dropped archive"), waiting.get().until()));
  }
}
