package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    var controller = new Connections(context).controller();
    prepare(context, controller);
    var key = look.sessionKey(context, secrets);
    var reader = new Reader(context, host, wanted, key);
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
            BorgWords.client(List.of("borg"), List.of("--version"), Map.of()),
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
      RunContext context, HostConnection host, WantedArchive wanted, SessionKey key) {
    void scan() {
      context.log().step("looking for paths in %s that lead elsewhere".formatted(wanted.name()));
      var scan = new ArchiveScan();
      var words = List.of("--format", ArchiveScan.FORMAT, "--", "::" + wanted.name());
      borg().run(List.of("borg"), "list", words, scan::feed);
      scan.requireHarmless(wanted.name().value(), context.target().name());
    }

    BorgTranscript extract(Restore restore) {
      var words = new ArrayList<>(List.of("--progress", "--", "::" + wanted.name()));
      words.addAll(restore.paths());
      var program = List.of("sh", "-c", IN_DIRECTORY, "sh", restore.destination(), "borg");
      return borg().run(program, "extract", words, _ -> {});
    }

    private ReadingBorg borg() {
      return new ReadingBorg(context, host, wanted::against, key);
    }
  }
}
