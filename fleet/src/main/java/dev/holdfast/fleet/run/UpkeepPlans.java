package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.FleetException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the upkeep of repositories would do if it started now, by the configuration, the journal
/// and the ledger. Connects to no host and changes nothing.
public final class UpkeepPlans {
  private final RunPorts ports;
  private final Limits limits;

  public UpkeepPlans(RunPorts ports, Limits limits) {
    this.ports = ports;
    this.limits = limits;
  }

  /// Whose space would be freed.
  ///
  /// @param named by a person, so that it does not matter when it was done last
  public List<ActionPlan> compacts(List<Target> targets, boolean named) {
    var due = new DueTargets(ports);
    return each(
        Action.COMPACT,
        targets,
        named,
        target -> due.from(Action.COMPACT, target, now()),
        this::compact);
  }

  /// Which repositories would be checked.
  ///
  /// @param named by a person, so that it does not matter when it was done last
  public List<ActionPlan> checks(List<Target> targets, boolean named, CheckDepth depth) {
    var due = new DueTargets(ports);
    return each(
        Action.CHECK,
        targets,
        named,
        target -> due.checkFrom(depth, target, now()),
        target -> check(target, depth));
  }

  private List<ActionPlan> each(
      Action action,
      List<Target> targets,
      boolean named,
      Function<Target, Optional<Instant>> due,
      Function<Target, ActionPlan> plan) {
    return targets.stream().map(target -> planned(action, target, named, due, plan)).toList();
  }

  private ActionPlan planned(
      Action action,
      Target target,
      boolean named,
      Function<Target, Optional<Instant>> due,
      Function<Target, ActionPlan> plan) {
    try {
      var from = due.apply(target);
      if (from.isEmpty()) {
        var why =
            "the configuration says actions.%s: never".formatted(ConfiguredAction.word(action));
        return ActionPlan.wait(target.name(), action, why);
      }
      return !named && now().isBefore(from.get())
          ? ActionPlan.wait(target.name(), action, "not due before " + from.get())
          : plan.apply(target);
    } catch (FleetException e) {
      return ActionPlan.failed(target.name(), action, Outcomes.failed(e));
    }
  }

  private ActionPlan compact(Target target) {
    var state = KnownRepository.require(target, ports.ledgerOf(target).state());
    if (!state.findings().isEmpty()) {
      return ActionPlan.wait(
          target.name(), Action.COMPACT, Maintenance.openFindings(target, state.findings().size()));
    }
    var plan =
        CompactPlan.of(target, state, new PlanningTime(now(), limits.archive().clockTolerance()));
    return new ActionPlan(
        target.name(), Action.COMPACT, plan.frees(), plan.sentence(), Optional.empty());
  }

  private ActionPlan check(Target target, CheckDepth depth) {
    var repository = target.repository();
    var words = String.join(" ", depth.words());
    return ActionPlan.act(
        target.name(),
        Action.CHECK,
        "checking %s on %s: borg check %s"
            .formatted(repository.path(), repository.host().name(), words)
            .strip());
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
