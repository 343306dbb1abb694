package dev.holdfast.fleet.run;

import dev.holdfast.borg.key.KeyText;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;

/// What persons do with the keys of repositories: they look when a passphrase is due, take copies
/// out and put them back.
public final class FleetKeys {
  private final Fleet fleet;
  private final RunPorts ports;
  private final FleetWork work;

  /// @param fleet the checked configuration
  public FleetKeys(Fleet fleet, RunPorts ports) {
    this.fleet = fleet;
    this.ports = ports;
    this.work = new FleetWork(fleet);
  }

  /// The targets whose passphrases are older than the configuration wants.
  public Due due() {
    var told =
        fleet.targets().values().stream()
            .filter(target ->
                ConfiguredAction.frequency(Action.ROTATE, target) instanceof Frequency.Every)
            .toList();
    return new DueTargets(ports).of(Action.ROTATE, told);
  }

  /// What changing the passphrases would do now. Asks the secret store, and connects to no host.
  public List<ActionPlan> planRotations(List<Target> targets) {
    return targets.stream().map(this::plan).toList();
  }

  private ActionPlan plan(Target target) {
    try {
      var slot = RotateRun.slots(fleet, target, ports).passphrase();
      return ActionPlan.act(
          target.name(),
          Action.ROTATE,
          slot.pending().isEmpty()
              ? "a new passphrase into %s; the one before stays there as an older version"
                  .formatted(slot.ref())
              : "going on with the new passphrase that is pending in " + slot.pending().ref());
    } catch (RuntimeException e) {
      return ActionPlan.failed(target.name(), Action.ROTATE, Outcomes.failed(e));
    }
  }

  /// The kept key of a target's repository, locked by its passphrase; connects to no host.
  ///
  /// @throws FleetException if none is kept
  public KeyText export(Target target) {
    return work.each(
            List.of(target),
            (one, scope) ->
                new Escrow(context(one, scope))
                    .kept()
                    .orElseThrow(() ->
                        new FleetException(
                            ErrorCode.SECRET_MISSING,
                            "no key of the repository of %s is kept".formatted(one.name()),
                            "holdfast init " + one.name() + " keeps a copy of it")))
        .getFirst();
  }

  /// What putting the kept key back would do; changes nothing.
  public KeyRestorePlan planRestore(Target target) {
    return work.each(List.of(target), (one, scope) -> new KeyRestore(context(one, scope)).plan())
        .getFirst();
  }

  /// Puts the kept key back.
  public void restore(KeyRestorePlan plan) {
    work.each(
        List.of(plan.target()),
        (one, scope) -> {
          new KeyRestore(context(one, scope)).execute(plan);
          return true;
        });
  }

  private RunContext context(Target target, RunScope scope) {
    return RunContext.unheard(target, fleet.limits(), ports, scope);
  }
}
