package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.retention.Candidate;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.guard.LargePlans;
import dev.holdfast.guard.PlanProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Drops the archives that no rule keeps: plans by the ledger, writes the plan down, lets the
/// controller's own borg delete exactly these, and looks that they are gone and nothing else.
final class PruneRun implements Run {
  private static final int PLAN_ID_BYTES = 8;

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var maintenance = Maintenance.open(context);
    maintenance.requireNoOpenFinding();
    Quarantine.restartIfUndated(context);
    var state = maintenance.state();
    var time = PlanningTime.of(context);
    var waiting = Quarantine.of(target, state, time);
    if (waiting.isPresent()) {
      return done(waiting.get().toldToPrune(target, time.now()), List.of());
    }
    var plan = PrunePlan.planned(target, state, time);
    var undated = PrunePlan.undated(target, plan).stream().toList();
    var dropped = plan.dropped();
    if (dropped.isEmpty()) {
      return done("nothing to drop of " + Counted.of(plan.kept(), "archive"), undated);
    }
    context
        .ledger()
        .append(new LedgerEntry.RetentionDecided(planId(context), PrunePlan.drops(plan)));
    context
        .log()
        .step("dropping %s, %d stay".formatted(Counted.of(dropped.size(), "archive"), plan.kept()));
    var warnings = new ArrayList<>(undated);
    warnings.addAll(delete(context, maintenance, dropped));
    maintenance.agree();
    requireGone(context, maintenance, dropped);
    return done(
        "%s dropped, %d stay".formatted(Counted.of(dropped.size(), "archive"), plan.kept()),
        warnings);
  }

  private static List<String> delete(
      RunContext context, Maintenance maintenance, List<Candidate> dropped) {
    var turn = context.scope().keep(context.ports().workbench().turn());
    var batches = new PruneBatches(dropped.stream().map(Candidate::name).toList());
    var warnings = new ArrayList<String>();
    while (!batches.isDone()) {
      var ended = maintenance.drop(batches.next(), turn);
      switch (ended.obstacle().orElse(null)) {
        case null -> {
          batches.dropped();
          warnings.addAll(ended.transcript().warnings());
        }
        case PlanProof.Obstacle.TooLarge(var fit, var next) when fit.isEmpty() ->
            throw tooLarge(context, next);
        case PlanProof.Obstacle.TooLarge(var fit, _) -> {
          batches.narrow(fit);
          context
              .log()
              .step("proving %s first".formatted(Counted.of(batches.next().size(), "archive")));
        }
        case PlanProof.Obstacle.NotItsTurn _ -> {
          context.log().step("waiting for another plan to be proven");
          await(context.scope(), turn, context.target().policy().runDeadline());
        }
      }
    }
    return warnings;
  }

  /// Waits for a turn; a run that is cut does not wait any longer.
  static void await(RunScope scope, LargePlans.Turn turn, Duration deadline) {
    var waiting =
        scope.fork(() -> {
          turn.await();
          return turn;
        });
    scope.keep(() -> waiting.completeExceptionally(scope.interrupted()));
    RunScope.await(waiting, deadline, "waiting for another plan to be proven");
  }

  private static FleetException tooLarge(RunContext context, ArchiveName archive) {
    return new FleetException(
        ErrorCode.ARCHIVE_TOO_LARGE,
        "the archive %s of %s consists of more objects than can be proven at once"
            .formatted(archive, context.target().name()),
        "raise `limits.session_chunks` to what it was when the archive was made, then run: holdfast prune "
            + context.target().name());
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

  private static Outcome.Done done(String sentence, List<String> warnings) {
    return new Outcome.Done(sentence, Optional.empty(), warnings);
  }
}
