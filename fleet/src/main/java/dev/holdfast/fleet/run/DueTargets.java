package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.Target;
import java.util.List;

/// For which targets an action is due, by what the configuration says and when it was done last.
public final class DueTargets {
  private final RunPorts ports;

  public DueTargets(RunPorts ports) {
    this.ports = ports;
  }

  /// Those of the targets for which it is.
  public List<Target> of(Action action, List<Target> targets) {
    var now = ports.clock().instant();
    return targets.stream()
        .filter(target ->
            frequency(action, target).isDue(ports.journal().lastDone(target.name(), action), now))
        .toList();
  }

  private static Frequency frequency(Action action, Target target) {
    var actions = target.policy().upkeep().actions();
    return switch (action) {
      case BACKUP -> actions.backup();
      case PRUNE -> actions.prune();
      case CHECK -> actions.check();
      case COMPACT -> actions.compact();
      case INIT, RESTORE -> new Frequency.Always();
    };
  }
}
