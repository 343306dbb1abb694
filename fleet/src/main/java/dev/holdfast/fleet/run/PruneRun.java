package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.retention.Candidate;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.guard.MaintenanceTask;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Drops the archives that no rule keeps: plans by the ledger, writes the plan down, lets the
/// controller's own borg delete exactly these, and looks that they are gone and nothing else.
final class PruneRun implements Run {
  /// Names for one command; the rest comes in further ones.
  private static final int NAMES_MAX = 500;

  private static final int PLAN_ID_BYTES = 8;

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var maintenance = Maintenance.open(context);
    maintenance.requireNoOpenFinding();
    var state = maintenance.state();
    var waiting = Quarantine.of(target, state);
    if (waiting.isPresent()) {
      return done(waiting.get().toldToPrune(target, context.log().now()));
    }
    var plan = PrunePlan.planned(target, state, context.log().now());
    var dropped = plan.dropped();
    if (dropped.isEmpty()) {
      return done("nothing to drop; %d archives stay".formatted(plan.kept()));
    }
    context
        .ledger()
        .append(new LedgerEntry.RetentionDecided(planId(context), PrunePlan.drops(plan)));
    context.log().step("dropping %d archives, %d stay".formatted(dropped.size(), plan.kept()));
    var warnings = delete(maintenance, dropped);
    maintenance.agree();
    requireGone(context, maintenance, dropped);
    return new Outcome.Done(
        "%d archives dropped, %d stay".formatted(dropped.size(), plan.kept()),
        Optional.empty(),
        warnings);
  }

  private static List<String> delete(Maintenance maintenance, List<Candidate> dropped) {
    var warnings = new ArrayList<String>();
    for (int at = 0; at < dropped.size(); at += NAMES_MAX) {
      var some = dropped.subList(at, Math.min(dropped.size(), at + NAMES_MAX));
      var names = some.stream().map(Candidate::name).toList();
      var words = new ArrayList<>(List.of("--", "::" + names.getFirst()));
      names.stream().skip(1).map(ArchiveName::value).forEach(words::add);
      var task = new MaintenanceTask.DropArchives(Set.copyOf(names));
      warnings.addAll(maintenance.run(task, "delete", words).warnings());
    }
    return warnings;
  }

  private static void requireGone(
      RunContext context, Maintenance maintenance, List<Candidate> dropped) {
    var living = maintenance.state().archives();
    var left =
        dropped.stream()
            .filter(archive -> living.containsKey(archive.id()))
            .map(archive -> archive.name().value())
            .collect(Collectors.joining(", "));
    if (!left.isEmpty()) {
      throw new FleetException(
          ErrorCode.BORG_FAILED,
          "borg reported success, but archives of %s are still there: %s"
              .formatted(context.target().name(), left),
          "run it again: holdfast prune " + context.target().name());
    }
  }

  private static String planId(RunContext context) {
    var bytes = new byte[PLAN_ID_BYTES];
    context.ports().random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Outcome.Done done(String sentence) {
    return new Outcome.Done(sentence, Optional.empty(), List.of());
  }
}
