package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.ledger.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Looks at several targets at once and changes nothing; so nothing but findings is recorded.
public final class FleetInspector {
  private final Fleet fleet;
  private final RunPorts ports;
  private final RunListener listener;
  private final FleetWork work;

  /// @param fleet the checked configuration
  public FleetInspector(Fleet fleet, RunPorts ports) {
    this(fleet, ports, _ -> {});
  }

  /// @param listener hears what somebody waits for
  public FleetInspector(Fleet fleet, RunPorts ports, RunListener listener) {
    this.fleet = fleet;
    this.ports = ports;
    this.listener = listener;
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
      var time = new PlanningTime(now, fleet.limits().archive().clockTolerance());
      var state = KnownRepository.require(target, ports.ledgerOf(target).state());
      return PrunePlan.of(target, state, time);
    } catch (RuntimeException e) {
      return PrunePlan.failed(target, Outcomes.failed(e));
    }
  }

  /// The archives of each target, read from its repository host; where the ledger knows better, a
  /// finding is kept.
  public List<Listing> list(List<Target> targets) {
    ports.secrets().prepare(SecretRefs.of(targets));
    return work.each(targets, (target, scope) -> listing(context(target, scope)));
  }

  /// Examines each target.
  public List<Diagnosis> examine(List<Target> targets) {
    var refs = SecretRefs.of(targets);
    refs.addAll(SecretRefs.ofExec(targets));
    ports.secrets().prepare(refs);
    return work.each(targets, (target, scope) -> new Examination(context(target, scope)).examine());
  }

  private RunContext context(Target target, RunScope scope) {
    return RunContext.steps(target, fleet.limits(), ports, scope, listener);
  }

  private static Listing listing(RunContext context) {
    var target = context.target().name();
    try {
      var shown = look(context);
      var archives =
          shown.manifest().complete().stream()
              .map(entry -> new Listing.Entry(entry.name().value(), entry.id().hex(), entry.time()))
              .toList();
      return listing(context, shown, archives);
    } catch (RuntimeException e) {
      keepFindings(context);
      return new Listing(target, true, List.of(), List.of(), Optional.of(Outcomes.failed(e)));
    }
  }

  /// A broken ledger says nothing against what is shown, and nothing for it.
  private static Listing listing(RunContext context, Shown shown, List<Listing.Entry> archives) {
    var target = context.target().name();
    try {
      var known = context.ledger().state().identity().isPresent();
      return new Listing(target, known, archives, differences(context, shown), Optional.empty());
    } catch (FleetException e) {
      if (e.code() != ErrorCode.LEDGER_BROKEN) {
        throw e;
      }
      return new Listing(target, true, archives, List.of(), Optional.of(Outcomes.failed(e)));
    }
  }

  /// Where the ledger cannot be written, the failure still says it all.
  private static void keepFindings(RunContext context) {
    try {
      FindingKeeper.keep(context.ledger(), context.log().findings());
    } catch (FleetException _) {
      return;
    }
  }

  private static Shown look(RunContext context) {
    var host = new Connections(context).repositoryHost();
    var secrets = RepositorySecrets.open(context);
    return new RepositoryReading(context, host)
        .with(OpenedKey.kept(context, secrets))
        .shown(secrets);
  }

  /// What the host shows may be shown to a person, but not as if it were right.
  private static List<Difference> differences(RunContext context, Shown shown) {
    var state = context.ledger().state();
    if (state.identity().isEmpty()) {
      return List.of();
    }
    var differences = Comparison.of(state, shown, context.log().now()).differences();
    if (!differences.isEmpty()) {
      RecordedRepository.raise(context, differences);
      FindingKeeper.keep(context.ledger(), context.log().findings());
    }
    return differences;
  }
}
