package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// For which targets an action is due, by what the configuration says and when it was done last.
public final class DueTargets {
  private final RunPorts ports;

  public DueTargets(RunPorts ports) {
    this.ports = ports;
  }

  /// Those of the targets for which it is.
  public Due of(Action action, List<Target> targets) {
    var now = ports.clock().instant();
    var due = new ArrayList<Target>();
    var later = new ArrayList<Due.Next>();
    for (var target : targets) {
      var from = from(action, target, now);
      if (from.filter(at -> !now.isBefore(at)).isPresent()) {
        due.add(target);
      } else {
        from.ifPresent(at -> later.add(new Due.Next(target.name(), at)));
      }
    }
    return new Due(action, due, later.stream().min(Comparator.comparing(Due.Next::at)));
  }

  /// From when on it is due for a target; empty if never.
  Optional<Instant> from(Action action, Target target, Instant now) {
    // A time to come was written while the clock was wrong; nothing may wait for it.
    var last =
        ports
            .journal()
            .lastDone(target.name(), action)
            .or(() -> beginning(action, target))
            .filter(at -> !at.isAfter(now));
    return ConfiguredAction.frequency(action, target)
        .dueFrom(last)
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS));
  }

  /// A passphrase that was never changed is as old as the ledger's knowledge of the repository.
  private Optional<Instant> beginning(Action action, Target target) {
    return action == Action.ROTATE
        ? ports.ledgerOf(target).state().identity().map(identity -> identity.since())
        : Optional.empty();
  }
}
