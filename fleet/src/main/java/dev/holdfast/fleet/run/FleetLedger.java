package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.ledger.Head;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.LedgerRebuild;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What persons do with the ledger: they audit it, accept what a repository shows, close findings
/// and hold archives.
public final class FleetLedger {
  private final Fleet fleet;
  private final RunPorts ports;
  private final RunListener listener;
  private final FleetWork work;

  /// @param fleet the checked configuration
  public FleetLedger(Fleet fleet, RunPorts ports) {
    this(fleet, ports, _ -> {});
  }

  /// @param listener hears what somebody waits for
  public FleetLedger(Fleet fleet, RunPorts ports, RunListener listener) {
    this.fleet = fleet;
    this.ports = ports;
    this.listener = listener;
    this.work = new FleetWork(fleet);
  }

  /// What the ledger says of a target's repository; connects to nothing.
  ///
  /// @throws FleetException if it does not know it
  public RepositoryState state(Target target) {
    return KnownRepository.require(target, ports.ledgerOf(target).state());
  }

  /// The open findings of each target; what is wrong with one hides nothing of the others.
  ///
  /// @throws FleetException if there is no ledger: looking in the wrong place must not look like
  ///   finding nothing
  public List<OpenFindings> findings(List<Target> targets) {
    if (ports.ledger().chains().isEmpty()) {
      throw new FleetException(
          ErrorCode.REPOSITORY_UNKNOWN,
          "there is no ledger in %s, so nothing is known of any target"
              .formatted(ports.ledger().place()),
          "holdfast init; or say where it is: --state-dir DIR, or state_directory in the configuration");
    }
    return targets.stream().map(this::findings).toList();
  }

  private OpenFindings findings(Target target) {
    try {
      var state = ports.ledgerOf(target).state();
      var open = List.copyOf(state.findings().values());
      var known = state.identity().isPresent() || !open.isEmpty();
      return new OpenFindings(target.name(), known, open, Optional.empty());
    } catch (FleetException e) {
      return new OpenFindings(target.name(), true, List.of(), Optional.of(Outcomes.failed(e)));
    }
  }

  /// Proves the chain of each target and compares it with the repository. Differences become a
  /// finding.
  public List<AuditReport> audit(List<Target> targets) {
    return work.each(targets, (target, scope) -> audit(context(target, scope)));
  }

  private static AuditReport audit(RunContext context) {
    var name = context.target().name();
    var ledger = context.ledger();
    try {
      var state = ledger.state();
      var failure = Optional.<Outcome.Failed>empty();
      var differences = List.<Difference>of();
      if (state.identity().isPresent()) {
        try {
          var shown = lookWithOwnKey(context);
          differences = Comparison.of(state, shown, context.log().now()).differences();
        } catch (RuntimeException e) {
          failure = Optional.of(Outcomes.failed(e));
        }
      }
      if (!differences.isEmpty()) {
        RecordedRepository.raise(context, differences);
      }
      FindingKeeper.keep(ledger, context.log().findings());
      return new AuditReport(
          name,
          state.head().sequence(),
          state.head(),
          state.identity().isPresent(),
          state.complete().size(),
          differences,
          failure);
    } catch (FleetException e) {
      return new AuditReport(
          name, 0, Head.genesis(name), false, 0, List.of(), Optional.of(Outcomes.failed(e)));
    }
  }

  /// Whether a head that was noted elsewhere is in the chain.
  public boolean contains(Target target, Head noted) {
    return ports.ledgerOf(target).contains(noted);
  }

  /// What accepting the repository as it is would mean; changes nothing.
  ///
  /// @param newChain if the chain is broken, begin another in its place
  public RebuildPlan planRebuild(Target target, String by, boolean newChain) {
    return work.each(
            List.of(target), (one, scope) -> planRebuild(context(one, scope), by, newChain))
        .getFirst();
  }

  private static RebuildPlan planRebuild(RunContext context, String by, boolean newChain) {
    var target = context.target();
    var broken = newChain ? context.ledger().broken() : Optional.<TargetLedger.Broken>empty();
    if (broken.isPresent()) {
      var shown = look(context);
      var changes = LedgerRebuild.anew(broken.get(), shown, by);
      var doubts = LearntArchives.doubts(context, changes.learns());
      return new RebuildPlan(
          target, broken.get().believed().head(), shown, changes, broken, doubts);
    }
    // A ledger that is broken cannot be built upon: this says so.
    var state = context.ledger().state();
    var shown = look(context);
    var changes = LedgerRebuild.of(state, shown, by);
    var doubts = LearntArchives.doubts(context, changes.learns());
    return new RebuildPlan(target, state.head(), shown, changes, Optional.empty(), doubts);
  }

  /// Accepts what the plan has shown, and nothing else.
  ///
  /// @throws FleetException if the ledger has changed since
  public void rebuild(RebuildPlan plan) {
    var target = plan.target();
    if (plan.broken().isPresent()) {
      if (!ports.ledgerOf(target).beginAnew(plan.broken().get(), plan.changes().entries())) {
        throw UnchangedLedger.changed(target, "holdfast ledger rebuild");
      }
      return;
    }
    ports
        .ledgerOf(target)
        .amend(state -> {
          UnchangedLedger.require(target, plan.head(), state, "holdfast ledger rebuild");
          return plan.changes().entries();
        });
  }

  /// How a repository could be brought back to what the ledger says; changes nothing.
  ///
  /// @param listOnly write its list of archives anew instead of setting files aside
  public RewindPlan planRewind(Target target, boolean listOnly) {
    return work.each(
            List.of(target),
            (one, scope) -> {
              var rewind = new Rewind(context(one, scope));
              return listOnly ? rewind.planList() : rewind.plan();
            })
        .getFirst();
  }

  /// Brings it back.
  ///
  /// @return the directory in the repository that holds what was set aside; empty if nothing was
  public String rewind(RewindPlan plan, String by) {
    return work.each(
            List.of(plan.target()),
            (one, scope) -> new Rewind(context(one, scope)).execute(plan, by))
        .getFirst();
  }

  /// The controller's copy of the key reads it also while a new passphrase is half done.
  private static Shown lookWithOwnKey(RunContext context) {
    var secrets = RepositorySecrets.open(context);
    return new RepositoryReading(context, new Connections(context).repositoryHost())
        .with(OpenedKey.kept(context, secrets))
        .shown(secrets);
  }

  /// Asks the repository for its locked key as well, where it has one. Where that is none, or does
  /// not open, and the kept one does, this is a finding: nobody accepts such a repository.
  private static Shown look(RunContext context) {
    context.log().step("connecting");
    var host = new Connections(context).repositoryHost();
    try {
      return new RepositoryReading(context, host).asItIs().shown(RepositorySecrets.open(context));
    } catch (FleetException e) {
      if (e.code() == ErrorCode.REPOSITORY_DAMAGED || e.code() == ErrorCode.PASSPHRASE_WRONG) {
        requireKeptKey(context);
      }
      throw e;
    }
  }

  private static void requireKeptKey(RunContext context) {
    Shown shown;
    try {
      shown = lookWithOwnKey(context);
    } catch (FleetException _) {
      // It is not the key alone.
      return;
    }
    try {
      var _ = new Escrow(context).requireSame(shown, Optional.empty());
    } finally {
      FindingKeeper.keep(context.ledger(), context.log().findings());
    }
  }

  /// Closes a finding.
  ///
  /// @throws FleetException if it is not open
  public void close(Target target, long number, String by, String reason) {
    ports
        .ledgerOf(target)
        .amend(state -> {
          if (!state.findings().containsKey(number)) {
            throw new FleetException(
                ErrorCode.FINDING_MISSING,
                "%s has no open finding #%d".formatted(target.name(), number),
                "holdfast findings " + target.name());
          }
          return List.of(new LedgerEntry.FindingClosed(number, by, reason));
        });
  }

  /// Keeps an archive from being dropped. Doing it again changes nothing.
  public void hold(Target target, String archive, String by, String reason) {
    changeHold(
        target,
        archive,
        (state, found) -> {
          if (state.retention().open().stream()
              .flatMap(plan -> plan.drops().stream())
              .anyMatch(drop -> drop.archive().equals(found.id()))) {
            throw new FleetException(
                ErrorCode.ARCHIVE_MISSING,
                "%s is being dropped by a plan of retention that has begun".formatted(archive),
                "holdfast audit " + target.name());
          }
          return state.holds().containsKey(found.id())
              ? List.of()
              : List.of(new LedgerEntry.HoldPlaced(found.id(), by, reason));
        });
  }

  /// Lets plans drop an archive again. Doing it again changes nothing.
  public void lift(Target target, String archive, String by, String reason) {
    changeHold(
        target,
        archive,
        (state, found) ->
            state.holds().containsKey(found.id())
                ? List.of(new LedgerEntry.HoldLifted(found.id(), by, reason))
                : List.of());
  }

  private void changeHold(
      Target target,
      String archive,
      BiFunction<RepositoryState, LedgerArchive, List<LedgerEntry>> change) {
    TargetLedger ledger = ports.ledgerOf(target);
    ledger.amend(state -> change.apply(state, find(target, state, archive)));
  }

  private static LedgerArchive find(Target target, RepositoryState state, String archive) {
    return state.archives().values().stream()
        .filter(one -> one.name().value().equals(archive))
        .findAny()
        .orElseThrow(() ->
            new FleetException(
                ErrorCode.ARCHIVE_MISSING,
                "the ledger knows no archive '%s' of %s".formatted(archive, target.name()),
                "holdfast list " + target.name()));
  }

  private RunContext context(Target target, RunScope scope) {
    return RunContext.steps(target, fleet.limits(), ports, scope, listener);
  }
}
