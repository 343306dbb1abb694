package dev.holdfast.fleet.run;

import dev.holdfast.borg.retention.Candidate;
import dev.holdfast.borg.retention.Fate;
import dev.holdfast.borg.retention.Retention;
import dev.holdfast.borg.retention.RetentionPlan;
import dev.holdfast.borg.retention.Safeguards;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What pruning a target will do: what `--dry-run` shows and what the run then executes. Archives
/// are counted by the time at which the controller received them.
///
/// @param archives newest first, after those whose time nobody knows
/// @param warnings what a person should know of the plan
/// @param waits why nothing would go now all the same
/// @param failure why there is no plan
public record PrunePlan(
    String target,
    List<Line> archives,
    List<String> warnings,
    Optional<String> waits,
    Optional<Outcome.Failed> failure) {
  public PrunePlan {
    archives = List.copyOf(archives);
    warnings = List.copyOf(warnings);
  }

  /// So many names say it all.
  private static final int TOLD_MAX = 20;

  /// One archive of the plan.
  ///
  /// @param received by the controller's clock
  /// @param reason the rule that keeps it, for example `daily #3`
  public record Line(String name, String id, Instant received, boolean kept, String reason) {}

  /// Plans by what the ledger says.
  ///
  /// @throws FleetException if no rules are configured
  static PrunePlan of(Target target, RepositoryState state, PlanningTime time) {
    var plan = planned(target, state, time);
    var lines =
        plan.archives().stream()
            .map(planned ->
                new Line(
                    planned.archive().name().value(),
                    planned.archive().id().hex(),
                    planned.archive().time(),
                    planned.fate().isKept(),
                    planned.fate().reason()))
            .toList();
    var warnings = undated(target, plan).stream().toList();
    return new PrunePlan(
        target.name(), lines, warnings, waits(target, state, time), Optional.empty());
  }

  /// What a person should know of archives that a wrong clock has dated.
  static Optional<String> undated(Target target, RetentionPlan plan) {
    var names =
        plan.archives().stream()
            .filter(planned -> planned.fate() instanceof Fate.Undated)
            .map(planned -> planned.archive().name().value())
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    var told = String.join(", ", names.subList(0, Math.min(names.size(), TOLD_MAX)));
    return Optional.of(
        "%s of %s came while a clock was wrong; no rule counts what came then, and it stays: %s%s"
            .formatted(
                Counted.of(names.size(), "archive"),
                target.name(),
                told,
                names.size() > TOLD_MAX ? ", …" : ""));
  }

  private static Optional<String> waits(Target target, RepositoryState state, PlanningTime time) {
    return state.findings().isEmpty()
        ? Quarantine.of(target, state, time).map(waiting -> waiting.toldToPrune(target, time.now()))
        : Optional.of(Maintenance.openFindings(target, state.findings().size()));
  }

  /// There is no plan.
  static PrunePlan failed(Target target, Outcome.Failed failure) {
    return new PrunePlan(
        target.name(), List.of(), List.of(), Optional.empty(), Optional.of(failure));
  }

  /// What nobody can date stays, and takes the place of nothing.
  static RetentionPlan planned(Target target, RepositoryState state, PlanningTime time) {
    var keep = target.policy().upkeep().retention();
    var rules =
        keep.rules()
            .orElseThrow(() ->
                new FleetException(
                    ErrorCode.ACTION_NOT_CONFIGURED,
                    "%s has no rules for which archives stay".formatted(target.name()),
                    "write retention: { daily: 7, weekly: 4, monthly: 12 } into its configuration"));
    var safeguards = new Safeguards(keep.protectLast(), keep.floor(), state.holds().keySet());
    var undated = time.undated(state);
    var all = new ArrayList<RetentionPlan.Planned>();
    var counted = new ArrayList<Candidate>();
    for (var archive : state.archives().values()) {
      var candidate = new Candidate(archive.name(), archive.id(), archive.received());
      if (undated.contains(archive.id())) {
        all.add(new RetentionPlan.Planned(candidate, new Fate.Undated()));
      } else {
        counted.add(candidate);
      }
    }
    var retention = new Retention(rules, safeguards, keep.zone());
    all.addAll(retention.plan(counted, time.now()).archives());
    return new RetentionPlan(all);
  }

  /// What the ledger keeps of the archives that go.
  static List<LedgerEntry.RetentionDecided.Drop> drops(RetentionPlan plan) {
    return plan.archives().stream()
        .filter(planned -> !planned.fate().isKept())
        .map(planned ->
            new LedgerEntry.RetentionDecided.Drop(
                planned.archive().id(), planned.archive().name(), planned.fate().reason()))
        .toList();
  }
}
