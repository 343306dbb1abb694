package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.host.HostConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Looks at several targets at once and changes nothing; so nothing is recorded either.
public final class FleetInspector {
  private final Fleet fleet;
  private final RunPorts ports;
  private final FleetWork work;

  /// @param fleet the checked configuration
  public FleetInspector(Fleet fleet, RunPorts ports) {
    this.fleet = fleet;
    this.ports = ports;
    this.work = new FleetWork(fleet);
  }

  /// What a backup that started now would do; connects to nothing.
  public List<BackupPlan> planBackups(List<Target> targets) {
    var now = ports.clock().instant();
    return targets.stream().map(target -> BackupPlan.of(target, now)).toList();
  }

  /// What pruning that started now would do, by the ledger; connects to no host.
  public List<PrunePlan> planPrunes(List<Target> targets) {
    var now = ports.clock().instant();
    return targets.stream().map(target -> planPrune(target, now)).toList();
  }

  private PrunePlan planPrune(Target target, Instant now) {
    try {
      return PrunePlan.of(target, ports.ledgerOf(target).state(), now);
    } catch (RuntimeException e) {
      return PrunePlan.failed(target, Outcomes.failed(e));
    }
  }

  /// The archives of each target, read from its repository host.
  public List<Listing> list(List<Target> targets) {
    return work.each(targets, (target, scope) -> listing(context(target, scope)));
  }

  /// Examines each target.
  public List<Diagnosis> examine(List<Target> targets) {
    return work.each(targets, (target, scope) -> new Examination(context(target, scope)).examine());
  }

  private RunContext context(Target target, RunScope scope) {
    var log = new RunLog(target.name(), _ -> {}, ports.clock());
    return RunContext.of(target, fleet.limits(), ports, scope, log);
  }

  private static Listing listing(RunContext context) {
    var target = context.target();
    try {
      var endpoint = target.repository().host().endpoint();
      var connections = new Connections(context);
      HostConnection host = connections.ready(connections.to(endpoint), endpoint);
      var secrets = RepositorySecrets.open(context);
      var archives =
          new RepositoryReading(context, host)
              .archives(secrets).stream()
                  .map(entry ->
                      new Listing.Entry(entry.name().value(), entry.id().hex(), entry.time()))
                  .toList();
      return new Listing(target.name(), archives, Optional.empty());
    } catch (RuntimeException e) {
      return new Listing(target.name(), List.of(), Optional.of(Outcomes.failed(e)));
    }
  }
}
