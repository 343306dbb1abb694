package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.guard.MaintenanceRules;
import dev.holdfast.guard.MaintenanceTask;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.Repository;
import dev.holdfast.guard.SessionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The controller's own borg works on a repository that is what the ledger says, and the guard lets
/// it do one task.
final class Maintenance {
  private final RunContext context;
  private final HostConnection host;
  private final RepositorySecrets secrets;
  private final RecordedRepository recorded;
  private final SessionKey key;

  private Maintenance(
      RunContext context,
      HostConnection host,
      RepositorySecrets secrets,
      RecordedRepository recorded,
      SessionKey key) {
    this.context = context;
    this.host = host;
    this.secrets = secrets;
    this.recorded = recorded;
    this.key = key;
  }

  /// Connects, and sees to it that repository and ledger agree.
  ///
  /// @throws FleetException if repository and ledger differ
  static Maintenance open(RunContext context) {
    var secrets = RepositorySecrets.open(context);
    var own = OpenedKey.kept(context, secrets);
    var recorded = new RecordedRepository(context);
    context.log().step("connecting");
    var endpoint = context.target().repository().host().endpoint();
    var connections = new Connections(context);
    var host = connections.ready(connections.to(endpoint), endpoint);
    var look = new RepositoryReading(context, host).with(own).firstLook(secrets);
    recorded.requireAsRecorded(look.shown());
    return new Maintenance(context, host, secrets, recorded, look.sessionKey(context, secrets));
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
    return "%s has %d open findings, so nothing of it goes".formatted(target.name(), open);
  }

  /// Reads the repository; whatever the controller has set going is entered in the ledger.
  void agree() {
    var own = OpenedKey.kept(context, secrets);
    recorded.requireAsRecorded(new RepositoryReading(context, host).with(own).shown(secrets));
  }

  /// The space that the repository takes; empty where its host does not tell.
  OptionalLong repositoryBytes() {
    return new RepositoryFiles(context, host).bytes();
  }

  /// Runs borg on the controller.
  ///
  /// @param words its arguments without those that every command gets
  BorgTranscript run(MaintenanceTask task, String command, List<String> words) {
    var appendOnly = !(task instanceof MaintenanceTask.Compact);
    var controller =
        context.scope().keep(context.ports().connector().connect(new Endpoint.Local("controller")));
    var repository = context.target().repository();
    var serve = ServeProcess.start(context.scope(), host, repository, appendOnly);
    try (var socket = controller.deliverSocket(context.limits().socketDeadline())) {
      var borg = new GuardedBorg(context, controller, socket);
      var ended = borg.run(job(task, arguments(command, words)), serve);
      SessionVerdict.accepted(context, SessionVerdict.CONTROLLER, ended, serve);
      return ended.transcript();
    }
  }

  private List<String> arguments(String command, List<String> words) {
    var lockWait = context.target().policy().lockWait().toSeconds();
    var arguments = new ArrayList<>(List.of(command, "--log-json", "--progress"));
    arguments.addAll(List.of("--lock-wait", Long.toString(lockWait)));
    arguments.addAll(words);
    return arguments;
  }

  private GuardedBorg.Job job(MaintenanceTask task, List<String> arguments) {
    var policy = context.target().policy();
    var nonces = new Nonces(recorded.nonces());
    var known = new Repository(key.key(), recorded::against, nonces, key.answer());
    return new GuardedBorg.Job(
        List.of("borg"),
        arguments,
        context.ports().controllerVariables(Map.of()),
        key.secrets(),
        _ -> {},
        () ->
            new GuardedBorg.Terms(
                session(task),
                new MaintenanceRules(known, task, context.ports().clock(), this::proving)),
        SessionLimits.of(policy));
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
