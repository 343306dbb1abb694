package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.LoginKeyMaker;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Executes runs of several targets at once. One target's failure never touches another's; every
/// run ends in exactly one record.
public final class FleetRunner {
  private static final int RUN_ID_BYTES = 8;

  private final Fleet fleet;
  private final RunPorts ports;
  private final RunListener listener;
  private final FleetWork work;

  /// @param fleet the checked configuration
  public FleetRunner(Fleet fleet, RunPorts ports, RunListener listener) {
    this.fleet = fleet;
    this.ports = ports;
    this.listener = listener;
    this.work = new FleetWork(fleet);
  }

  /// Backs the targets up. Records come in the order of the targets.
  public List<RunRecord> backup(List<Target> targets) {
    return runAll(Action.BACKUP, targets, new BackupRun());
  }

  /// Creates the repositories of the targets.
  ///
  /// @param anew also where a repository is known to have been, but is gone
  public List<RunRecord> init(List<Target> targets, boolean anew) {
    return runAll(Action.INIT, targets, new InitRun(anew));
  }

  /// Extracts one archive of a target into a directory of the controller.
  public RunRecord restore(Target target, Restore restore) {
    return runAll(Action.RESTORE, List.of(target), new RestoreRun(restore)).getFirst();
  }

  /// Restores something small with what stands on a page of the recovery kit, and nothing else.
  ///
  /// @param paper reads the lines of the key from the page
  public RunRecord testKit(Target target, Supplier<List<String>> paper) {
    Run run = context -> new KitTestRun(paper.get()).execute(context);
    return runAll(Action.KIT_TEST, List.of(target), run).getFirst();
  }

  /// Drops the archives of the targets that no rule keeps.
  public List<RunRecord> prune(List<Target> targets) {
    return runAll(Action.PRUNE, targets, new PruneRun());
  }

  /// Checks the repositories of the targets.
  public List<RunRecord> check(List<Target> targets, CheckDepth depth) {
    return runAll(Action.CHECK, targets, new CheckRun(depth));
  }

  /// Frees the space of what was dropped long enough ago.
  public List<RunRecord> compact(List<Target> targets) {
    return runAll(Action.COMPACT, targets, new CompactRun());
  }

  /// Gives the keys of the targets' repositories new passphrases, or finishes what was begun.
  public List<RunRecord> rotate(List<Target> targets) {
    return runAll(Action.ROTATE, targets, new RotateRun(fleet));
  }

  /// Replaces the keys by which the controller logs in at a target and its repository host, or
  /// finishes what was begun.
  public RunRecord rotateLogin(Target target, LoginKeyMaker keys) {
    return runAll(Action.ROTATE_LOGIN, List.of(target), new LoginRotation(fleet, keys)).getFirst();
  }

  /// Ends all runs now; each still ends in its record. Safe from any thread.
  public void cut(String why) {
    work.cut(why);
  }

  private List<RunRecord> runAll(Action action, List<Target> targets, Run run) {
    ports.secrets().prepare(SecretRefs.of(targets));
    return work.each(targets, (target, scope) -> recorded(action, target, scope, run));
  }

  private RunRecord recorded(Action action, Target target, RunScope scope, Run run) {
    var started = ports.clock().instant();
    var log = new RunLog(target.name(), listener, ports.clock());
    listener.on(new RunEvent.Started(target.name(), action, started, expected(action, target)));
    var outcome = execute(action, RunContext.of(target, fleet.limits(), ports, scope, log), run);
    var ended = ports.clock().instant();
    var record =
        new RunRecord(
            freshId(), action, run.depth(), target.name(), started, ended, outcome, log.findings());
    remember(record);
    keep(target, log.findings());
    listener.on(new RunEvent.Finished(target.name(), record));
    return record;
  }

  /// A journal that cannot be written does not undo a backup; a person is told.
  private void remember(RunRecord record) {
    try {
      ports.journal().append(record);
    } catch (FleetException e) {
      var sentence = "this run is not recorded: " + e.sentence();
      listener.on(new RunEvent.Warned(record.target(), sentence));
    }
  }

  private void keep(Target target, List<Finding> findings) {
    try {
      FindingKeeper.keep(ports.ledgerOf(target), findings);
    } catch (FleetException e) {
      listener.on(new RunEvent.Warned(target.name(), e.sentence()));
    }
  }

  private OptionalLong expected(Action action, Target target) {
    return lastArchive(action, target)
        .map(archive -> OptionalLong.of(archive.originalBytes()))
        .orElseGet(OptionalLong::empty);
  }

  /// Where it cannot be read the run itself will say so, if it matters.
  private Optional<ArchiveSummary> lastArchive(Action action, Target target) {
    try {
      return action == Action.BACKUP
          ? ports.journal().lastArchive(target.name())
          : Optional.empty();
    } catch (FleetException _) {
      return Optional.empty();
    }
  }

  private static Outcome execute(Action action, RunContext context, Run run) {
    try {
      ConfiguredAction.require(action, context.target());
      return run.execute(context);
    } catch (RuntimeException e) {
      return Outcomes.failed(context.scope().isCut() ? context.scope().interrupted() : e);
    }
  }

  private String freshId() {
    var bytes = new byte[RUN_ID_BYTES];
    ports.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
