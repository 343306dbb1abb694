package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.guard.SessionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Extracts an archive into a directory of the controller, by the controller's own borg under the
/// read-only policy of the guard.
final class RestoreRun implements Run {
  /// Makes the directory and sees that nothing is in it; 73 is `EX_CANTCREAT`.
  private static final String PREPARE =
      "mkdir -p -- \"$1\" || exit 73; [ -z \"$(ls -A -- \"$1\")\" ] || exit 74";

  private static final String IN_DIRECTORY = "cd -- \"$1\" && shift && exec \"$@\"";

  private final Restore restore;

  RestoreRun(Restore restore) {
    this.restore = restore;
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var repository = target.repository();
    var secrets = RepositorySecrets.open(context);
    context.log().step("connecting");
    var connections = new Connections(context);
    var endpoint = repository.host().endpoint();
    var host = connections.ready(connections.to(endpoint), endpoint);
    var archive = chosen(context, new RepositoryReading(context, host), secrets);
    var controller =
        context.scope().keep(context.ports().connector().connect(new Endpoint.Local("controller")));
    prepare(context, controller);
    context.log().step("extracting %s into %s".formatted(archive, restore.destination()));
    var serve = ServeProcess.start(context.scope(), host, repository, true);
    try (var socket = controller.deliverSocket(context.limits().socketDeadline())) {
      var job = job(context, archive, secrets);
      var ended = new GuardedBorg(context, controller, socket).run(job, serve);
      SessionVerdict.accepted(context, "the controller", ended, serve);
      return new Outcome.Done(
          "%s of %s extracted into %s".formatted(archive, target.name(), restore.destination()),
          Optional.empty(),
          ended.transcript().warnings());
    }
  }

  private String chosen(RunContext context, RepositoryReading reading, RepositorySecrets secrets) {
    var archives = reading.archives(secrets);
    if (restore.archive().equals("latest") && !archives.isEmpty()) {
      return archives.getLast().name().value();
    }
    if (archives.stream().noneMatch(entry -> entry.name().value().equals(restore.archive()))) {
      throw new FleetException(
          ErrorCode.ARCHIVE_MISSING,
          "%s has no archive '%s'".formatted(context.target().name(), restore.archive()),
          "holdfast list " + context.target().name());
    }
    return restore.archive();
  }

  private void prepare(RunContext context, HostConnection controller) {
    var said =
        ShortCommand.run(
            context.scope(),
            controller,
            Command.script(PREPARE, List.of(restore.destination())),
            context.limits().endDeadline());
    if (!said.succeeded()) {
      var why = said.errors().isBlank() ? "it is not empty" : said.errors().strip();
      throw new FleetException(
          ErrorCode.DESTINATION_UNUSABLE,
          "cannot restore into %s: %s".formatted(restore.destination(), why),
          "name a directory with --to that is empty or does not exist yet");
    }
  }

  private GuardedBorg.Job job(RunContext context, String archive, RepositorySecrets secrets) {
    var program = List.of("sh", "-c", IN_DIRECTORY, "sh", restore.destination(), "borg");
    var policy = context.target().policy();
    var arguments =
        new ArrayList<>(
            List.of(
                "extract",
                "--log-json",
                "--progress",
                "--lock-wait",
                Long.toString(policy.lockWait().toSeconds()),
                "--",
                "::" + archive));
    arguments.addAll(restore.paths());
    return new GuardedBorg.Job(
        program,
        arguments,
        context.ports().controllerVariables(Map.of()),
        secrets,
        new SessionPolicy.ReadOnly(context.target().repository().path(), policy.lockWait()),
        SessionLimits.of(policy));
  }
}
