package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.guard.ContentUnchecked;
import dev.holdfast.guard.SessionPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Extracts an archive into a directory of the controller, by the controller's own borg under the
/// read-only policy of the guard.
final class RestoreRun implements Run {
  /// Makes the directory and sees that it is ours and that nothing is in it.
  private static final String PREPARE =
      "mkdir -p -- \"$1\" || exit 73; [ -O \"$1\" ] || { echo it belongs to another user >&2; exit 73; };"
          + " [ -z \"$(ls -A -- \"$1\")\" ] || exit 74";

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
    if (followsLinks(context, controller)) {
      scan(context, host, controller, archive, secrets);
    }
    context.log().step("extracting %s into %s".formatted(archive, restore.destination()));
    var arguments = new ArrayList<>(List.of("extract", "--log-json", "--progress"));
    arguments.addAll(lockWait(context));
    arguments.addAll(List.of("--", "::" + archive));
    arguments.addAll(restore.paths());
    var job = job(context, inDestination(), arguments, secrets, _ -> {});
    var ended = run(context, host, controller, job);
    return new Outcome.Done(
        "%s of %s extracted into %s".formatted(archive, target.name(), restore.destination()),
        Optional.empty(),
        ended.transcript().warnings());
  }

  /// Borg before 1.4.5 follows symbolic links of an archive while it extracts it.
  private static boolean followsLinks(RunContext context, HostConnection controller) {
    var said =
        ShortCommand.run(
            context.scope(),
            controller,
            Command.of("borg", "--version"),
            context.limits().endDeadline());
    return BorgVersionLine.parse(said.output()).map(BorgVersionLine::followsLinks).orElse(true);
  }

  private static void scan(
      RunContext context,
      HostConnection host,
      HostConnection controller,
      String archive,
      RepositorySecrets secrets) {
    context.log().step("looking for paths in %s that lead elsewhere".formatted(archive));
    var scan = new ArchiveScan();
    var arguments = new ArrayList<>(List.of("list", "--log-json"));
    arguments.addAll(lockWait(context));
    arguments.addAll(List.of("--format", ArchiveScan.FORMAT, "--", "::" + archive));
    run(context, host, controller, job(context, List.of("borg"), arguments, secrets, scan::feed));
    scan.requireHarmless(archive, context.target().name());
  }

  private static List<String> lockWait(RunContext context) {
    var seconds = context.target().policy().lockWait().toSeconds();
    return List.of("--lock-wait", Long.toString(seconds));
  }

  private List<String> inDestination() {
    return List.of("sh", "-c", IN_DIRECTORY, "sh", restore.destination(), "borg");
  }

  private static GuardedBorg.Ended run(
      RunContext context, HostConnection host, HostConnection controller, GuardedBorg.Job job) {
    var repository = context.target().repository();
    var serve = ServeProcess.start(context.scope(), host, repository, true);
    try (var socket = controller.deliverSocket(context.limits().socketDeadline())) {
      var ended = new GuardedBorg(context, controller, socket).run(job, serve);
      SessionVerdict.accepted(context, "the controller", ended, serve);
      return ended;
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

  private static GuardedBorg.Job job(
      RunContext context,
      List<String> program,
      List<String> arguments,
      RepositorySecrets secrets,
      Consumer<ByteBuffer> output) {
    var policy = context.target().policy();
    return new GuardedBorg.Job(
        program,
        arguments,
        context.ports().controllerVariables(Map.of()),
        secrets,
        output,
        () -> new GuardedBorg.Terms(session(context), new ContentUnchecked()),
        SessionLimits.of(policy));
  }

  private static SessionPolicy session(RunContext context) {
    return new SessionPolicy.ReadOnly(
        context.target().repository().path(),
        context.target().policy().lockWait(),
        KnownRepository.pins(context));
  }
}
