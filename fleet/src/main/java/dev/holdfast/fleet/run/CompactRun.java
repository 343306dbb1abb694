package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.guard.MaintenanceTask;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Frees the space of dropped archives: only when repository and ledger agree, no finding is open,
/// and the quarantine is over. What is freed cannot be brought back.
final class CompactRun implements Run {
  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var maintenance =
        Maintenance.open(context, "compact", target.policy().upkeep().actions().compact());
    maintenance.requireNoOpenFinding();
    var waiting = Quarantine.of(target, maintenance.state());
    if (waiting.isEmpty()) {
      return done("nothing was dropped, so no space to free", List.of());
    }
    if (!waiting.get().isOver(context.log().now())) {
      return done(
          "the space of %d dropped archives is kept until %s"
              .formatted(waiting.get().archives(), waiting.get().until()),
          List.of());
    }
    context.log().step("freeing the space of %d archives".formatted(waiting.get().archives()));
    var transcript = maintenance.run(new MaintenanceTask.Compact(), "compact", List.of());
    maintenance.agree();
    context.ledger().append(new LedgerEntry.Compacted(OptionalLong.empty()));
    return done(
        "the space of %d dropped archives is freed".formatted(waiting.get().archives()),
        transcript.warnings());
  }

  private static Outcome.Done done(String sentence, List<String> warnings) {
    return new Outcome.Done(sentence, Optional.empty(), warnings);
  }
}
