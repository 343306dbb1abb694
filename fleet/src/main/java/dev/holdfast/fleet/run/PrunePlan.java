package dev.holdfast.fleet.run;

import dev.holdfast.borg.retention.Candidate;
import dev.holdfast.borg.retention.Retention;
import dev.holdfast.borg.retention.RetentionPlan;
import dev.holdfast.borg.retention.Safeguards;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What pruning a target will do: what `--dry-run` shows and what the run then executes. Archives
/// are counted by the time at which the controller received them.
///
/// @param archives newest first
/// @param waits why nothing would go now all the same
/// @param failure why there is no plan
public record PrunePlan(
    String target, List<Line> archives, Optional<String> waits, Optional<Outcome.Failed> failure) {
  public PrunePlan {
    archives = List.copyOf(archives);
  }

  /// One archive of the plan.
  ///
  /// @param received by the controller's clock
  /// @param reason the rule that keeps it, for example `daily #3`
  public record Line(String name, String id, Instant received, boolean kept, String reason) {}

  /// Plans by what the ledger says.
  ///
  /// @throws FleetException if no rules are configured
  static PrunePlan of(Target target, RepositoryState state, Instant now) {
    var lines =
        planned(target, state, now).archives().stream()
            .map(planned ->
                new Line(
                    planned.archive().name().value(),
                    planned.archive().id().hex(),
                    planned.archive().time(),
                    planned.fate().isKept(),
                    planned.fate().reason()))
            .toList();
    return new PrunePlan(target.name(), lines, waits(target, state, now), Optional.empty());
  }

  private static Optional<String> waits(Target target, RepositoryState state, Instant now) {
    return state.findings().isEmpty()
        ? Quarantine.of(target, state).map(waiting -> waiting.toldToPrune(target, now))
        : Optional.of(Maintenance.openFindings(target, state.findings().size()));
  }

  /// There is no plan.
  static PrunePlan failed(Target target, Outcome.Failed failure) {
    return new PrunePlan(target.name(), List.of(), Optional.empty(), Optional.of(failure));
  }

  static RetentionPlan planned(Target target, RepositoryState state, Instant now) {
    var keep = target.policy().upkeep().retention();
    var rules =
        keep.rules()
            .orElseThrow(() ->
                new FleetException(
                    ErrorCode.ACTION_NOT_CONFIGURED,
                    "%s has no rules for which archives stay".formatted(target.name()),
                    "write retention: { daily: 7, weekly: 4, monthly: 12 } into its configuration"));
    var safeguards = new Safeguards(keep.protectLast(), keep.floor(), state.holds().keySet());
    var candidates =
        state.archives().values().stream()
            .map(archive -> new Candidate(archive.name(), archive.id(), archive.received()))
            .toList();
    return new Retention(rules, safeguards, keep.zone()).plan(candidates, now);
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
