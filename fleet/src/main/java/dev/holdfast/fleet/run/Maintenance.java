package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.guard.BackupTerms;
import dev.holdfast.guard.LargePlans;
import dev.holdfast.guard.MaintenanceRules;
import dev.holdfast.guard.MaintenanceTask;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.PlanProof;
import dev.holdfast.guard.Repository;
import dev.holdfast.guard.SessionEnd;
import dev.holdfast.guard.SessionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The controller's own borg works on a repository that is what the ledger says, and the guard lets
/// it do one task.
final class Maintenance {
  private final RunContext context;
  private final HostConnection host;
  private final RepositorySecrets secrets;
  private final CompletableFuture<Optional<OpenedKey>> own;
  private final RecordedRepository recorded;
  private final SessionKey key;

  private Maintenance(RunContext context) {
    this.context = context;
    this.secrets = RepositorySecrets.open(context);
    this.own = OpenedKey.kept(context, secrets);
    this.recorded = new RecordedRepository(context);
    context.log().step("connecting");
    this.host = new Connections(context).repositoryHost();
    var look = reading().firstLook(secrets);
    recorded.requireAsRecorded(look.shown());
    if (new Escrow(context).requireSame(look.shown(), look.lockedKey())) {
      context
          .log()
          .warn(
              "a new passphrase was begun: finish it with holdfast key rotate "
                  + context.target().name());
    }
    this.key = look.sessionKey(context, secrets);
  }

  /// Connects, and sees to it that repository and ledger agree.
  ///
  /// @throws FleetException if repository and ledger differ
  static Maintenance open(RunContext context) {
    return new Maintenance(context);
  }

  private RepositoryReading reading() {
    return new RepositoryReading(context, host).with(own);
  }

  /// What the repository is like by the ledger.
  RepositoryState state() {
    return recorded.state();
  }

  /// As long as a finding is open, a person may still need what would go.
  void requireNoOpenFinding() {
    var open = state().findings().size();
    if (open > 0) {
      throw new FleetException(
          ErrorCode.FINDING_OPEN,
          openFindings(context.target(), open),
          "look at them: holdfast findings " + context.target().name());
    }
  }

  /// The sentence for it.
  static String openFindings(Target target, int open) {
    return "%s has %s, so nothing of it goes"
        .formatted(target.name(), Counted.of(open, "open finding"));
  }

  /// Reads the repository; whatever the controller has set going is entered in the ledger.
  void agree() {
    recorded.requireAsRecorded(reading().shown(secrets));
  }

  /// The space that the repository takes; empty where its host does not tell.
  OptionalLong repositoryBytes() {
    return new RepositoryFiles(context, host).bytes();
  }

  /// Runs borg on the controller.
  ///
  /// @param words its arguments without those that every command gets
  BorgTranscript run(MaintenanceTask task, String command, List<String> words) {
    try (var turn = context.ports().workbench().turn()) {
      return session(task, arguments(command, words), proof(turn)).transcript();
    }
  }

  /// Lets borg check; how it ended is for [CheckVerdict] to read.
  ///
  /// @param words its arguments without those that every command gets
  GuardedBorg.Ended check(List<String> words) {
    var task = new MaintenanceTask.Check();
    try (var turn = context.ports().workbench().turn();
        var borg = GuardedBorg.onController(context, host, true)) {
      return borg.run(job(task, arguments("check", words), proof(turn)));
    }
  }

  /// What came of a session.
  ///
  /// @param obstacle why the plan could not be proven in one session; then nothing has changed
  record Ended(BorgTranscript transcript, Optional<PlanProof.Obstacle> obstacle) {}

  /// Drops archives, at least one.
  ///
  /// @param turn of the run, for the case that these consist of many objects
  Ended drop(List<ArchiveName> names, LargePlans.Turn turn) {
    var words = new ArrayList<>(List.of("--", "::" + names.getFirst()));
    names.stream().skip(1).map(ArchiveName::value).forEach(words::add);
    var task = new MaintenanceTask.DropArchives(Set.copyOf(names));
    return session(task, arguments("delete", words), proof(turn));
  }

  private Ended session(MaintenanceTask task, List<String> arguments, PlanProof proof) {
    var appendOnly = !(task instanceof MaintenanceTask.Compact);
    try (var borg = GuardedBorg.onController(context, host, appendOnly)) {
      var ended = borg.run(job(task, arguments, proof));
      var refused =
          ended.report().map(report -> report.end() instanceof SessionEnd.Refused).orElse(false);
      if (refused && proof.obstacle().isPresent()) {
        return new Ended(ended.transcript(), proof.obstacle());
      }
      SessionVerdict.accepted(context, ended);
      return new Ended(ended.transcript(), Optional.empty());
    }
  }

  private PlanProof proof(LargePlans.Turn turn) {
    var objectsMax = BackupTerms.objectsMax(context.limits().archive().chunksMax());
    return new PlanProof(turn, objectsMax, this::proving);
  }

  private List<String> arguments(String command, List<String> words) {
    var all = new ArrayList<>(List.of("--progress"));
    all.addAll(words);
    return BorgWords.controllers(context.target(), command, all);
  }

  private GuardedBorg.Job job(MaintenanceTask task, List<String> arguments, PlanProof proof) {
    var nonces = new Nonces(recorded.nonces());
    var known = new Repository(key.key(), recorded::against, nonces, key.answer());
    return new GuardedBorg.Job(
        List.of("borg"),
        arguments,
        key.secrets(),
        _ -> {},
        memory ->
            new GuardedBorg.Terms(
                session(task),
                new MaintenanceRules(known, task, context.ports().clock(), proof, memory)));
  }

  private SessionPolicy session(MaintenanceTask task) {
    return new SessionPolicy.Maintenance(
        context.target().repository().path(),
        context.target().policy().lockWait(),
        KnownRepository.pins(context),
        task);
  }

  /// Tells from time to time, for it may take long.
  private void proving(int archives, int of) {
    context.log().stillAt("proving what archives share: %d of %d read".formatted(archives, of));
  }
}
