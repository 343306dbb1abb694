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

  /// Those of the targets for which it is. Checks are asked for by [#checks].
  public Due of(Action action, List<Target> targets) {
    return of(action, targets, this::from);
  }

  /// Those of the targets that are to be checked. A lighter check leaves a deeper one due.
  public Due checks(CheckDepth depth, List<Target> targets) {
    return of(Action.CHECK, targets, (_, target, now) -> checkFrom(depth, target, now));
  }

  @FunctionalInterface
  private interface Beginning {
    Optional<Instant> from(Action action, Target target, Instant now);
  }

  private Due of(Action action, List<Target> targets, Beginning beginning) {
    var now = ports.clock().instant();
    var due = new ArrayList<Target>();
    var later = new ArrayList<Due.Next>();
    for (var target : targets) {
      var from = beginning.from(action, target, now);
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
    var last = ports.journal().lastDone(target.name(), action).or(() -> beginning(action, target));
    return from(action, target, now, last);
  }

  /// From when on a check of this depth is due for a target; empty if never.
  Optional<Instant> checkFrom(CheckDepth depth, Target target, Instant now) {
    return from(Action.CHECK, target, now, ports.journal().lastChecked(target.name(), depth));
  }

  private static Optional<Instant> from(
      Action action, Target target, Instant now, Optional<Instant> last) {
    // A time to come was written while the clock was wrong; nothing may wait for it.
    return ConfiguredAction.frequency(action, target)
        .dueFrom(last.filter(at -> !at.isAfter(now)))
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS));
  }

  /// A passphrase that was never changed is as old as the ledger's knowledge of the repository.
  private Optional<Instant> beginning(Action action, Target target) {
    return action == Action.ROTATE
        ? ports.ledgerOf(target).state().identity().map(identity -> identity.since())
        : Optional.empty();
  }
}
