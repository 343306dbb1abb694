package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.guard.MaintenanceTask;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Frees the space of dropped archives: only when repository and ledger agree, no finding is open,
/// and the quarantine is over. What is freed cannot be brought back.
final class CompactRun implements Run {
  private static final double MIB = 1 << 20;

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var maintenance = Maintenance.open(context);
    maintenance.requireNoOpenFinding();
    Quarantine.restartIfUndated(context);
    var plan = CompactPlan.of(target, maintenance.state(), PlanningTime.of(context));
    if (!plan.frees()) {
      return done(plan.sentence(), List.of());
    }
    context.log().step(plan.sentence());
    var before = maintenance.repositoryBytes();
    var transcript = maintenance.run(new MaintenanceTask.Compact(), "compact", List.of());
    maintenance.agree();
    var freed = freed(before, maintenance.repositoryBytes());
    context.ledger().append(new LedgerEntry.Compacted(freed));
    return done(
        "the space of %d dropped archives is freed%s".formatted(plan.archives(), told(freed)),
        transcript.warnings());
  }

  /// Unknown where the host does not tell how much it holds.
  private static OptionalLong freed(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(Math.max(0, before.getAsLong() - after.getAsLong()))
        : OptionalLong.empty();
  }

  private static String told(OptionalLong freed) {
    return freed.isPresent()
        ? String.format(Locale.ROOT, ": %.1f MiB", freed.getAsLong() / MIB)
        : "";
  }

  private static Outcome.Done done(String sentence, List<String> warnings) {
    return new Outcome.Done(sentence, Optional.empty(), warnings);
  }
}
