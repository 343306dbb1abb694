package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.ReadRules;
import dev.holdfast.guard.Repository;
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
    var secrets = RepositorySecrets.open(context);
    var own = OpenedKey.kept(context, secrets);
    context.log().step("connecting");
    var host = new Connections(context).repositoryHost();
    var look = new RepositoryReading(context, host).with(own).firstLook(secrets);
    var wanted = WantedArchive.of(context, look, restore.archive());
    wanted.doubt().ifPresent(context.log()::warn);
    var controller =
        context.scope().keep(context.ports().connector().connect(new Endpoint.Local("controller")));
    prepare(context, controller);
    var key = look.sessionKey(context, secrets);
    var reader = new Reader(context, host, controller, wanted, key);
    if (followsLinks(context, controller)) {
      reader.scan();
    }
    context.log().step("extracting %s into %s".formatted(wanted.name(), restore.destination()));
    var warnings = new ArrayList<>(wanted.doubt().stream().toList());
    warnings.addAll(reader.extract(restore).warnings());
    return new Outcome.Done(
        "%s of %s extracted into %s".formatted(wanted.name(), target.name(), restore.destination()),
        Optional.empty(),
        warnings);
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

  /// The controller's own borg reads one archive. The passphrase that it is given opens nothing
  /// else.
  private record Reader(
      RunContext context,
      HostConnection host,
      HostConnection controller,
      WantedArchive wanted,
      SessionKey key) {
    void scan() {
      context.log().step("looking for paths in %s that lead elsewhere".formatted(wanted.name()));
      var scan = new ArchiveScan();
      var words = List.of("--format", ArchiveScan.FORMAT, "--", "::" + wanted.name());
      run(job(List.of("borg"), arguments("list", words), scan::feed));
      scan.requireHarmless(wanted.name().value(), context.target().name());
    }

    BorgTranscript extract(Restore restore) {
      var words = new ArrayList<>(List.of("--progress", "--", "::" + wanted.name()));
      words.addAll(restore.paths());
      var program = List.of("sh", "-c", IN_DIRECTORY, "sh", restore.destination(), "borg");
      return run(job(program, arguments("extract", words), _ -> {}));
    }

    private List<String> arguments(String command, List<String> words) {
      var lockWait = context.target().policy().lockWait().toSeconds();
      var arguments = new ArrayList<>(List.of(command, "--log-json"));
      arguments.addAll(List.of("--lock-wait", Long.toString(lockWait)));
      arguments.addAll(words);
      return arguments;
    }

    private GuardedBorg.Job job(
        List<String> program, List<String> arguments, Consumer<ByteBuffer> output) {
      var target = context.target();
      var nonces = new Nonces(new RecordedRepository(context).nonces());
      return new GuardedBorg.Job(
          program,
          arguments,
          context.ports().controllerVariables(Map.of()),
          key.secrets(),
          output,
          () ->
              new GuardedBorg.Terms(
                  session(),
                  new ReadRules(new Repository(key.key(), wanted::against, nonces, key.answer()))),
          SessionLimits.of(target.policy()));
    }

    private SessionPolicy session() {
      var target = context.target();
      return new SessionPolicy.ReadOnly(
          target.repository().path(), target.policy().lockWait(), KnownRepository.pins(context));
    }

    private BorgTranscript run(GuardedBorg.Job job) {
      var serve = ServeProcess.start(context.scope(), host, context.target().repository(), true);
      try (var socket = controller.deliverSocket(context.limits().socketDeadline())) {
        var ended = new GuardedBorg(context, controller, socket).run(job, serve);
        SessionVerdict.accepted(context, SessionVerdict.CONTROLLER, ended, serve);
        return ended.transcript();
      }
    }
  }
}
