package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Repository;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One `borg serve` on a repository host, confined to one repository. It opens the repository only
/// when it is told to, so it may be started ahead of its use.
final class ServeProcess implements Duplex {
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final RunningCommand command;
  private final LastLines errors = new LastLines();
  private final BorgTranscript said = new BorgTranscript();
  private final CompletableFuture<LastLines> drained;

  private ServeProcess(RunScope scope, RunningCommand command) {
    this.command = command;
    this.drained = scope.fork(() -> drain(command));
  }

  private LastLines drain(RunningCommand command) {
    var log = new BorgLog(said::add);
    var drained = errors.drained(command.errors(), log::feed);
    log.end();
    return drained;
  }

  /// Starts it beside the run, in Borg's own append-only mode.
  static CompletableFuture<ServeProcess> ahead(RunContext context, HostConnection host) {
    var repository = context.target().repository();
    return context.scope().fork(() -> start(context.scope(), host, repository, true));
  }

  /// Starts it; its standard error is drained in a task of the scope.
  ///
  /// @param appendOnly ask borg for its own append-only mode as a second fence
  static ServeProcess start(
      RunScope scope, HostConnection host, Repository repository, boolean appendOnly) {
    var words = new ArrayList<>(List.of("serve"));
    if (appendOnly) {
      words.add("--append-only");
    }
    words.addAll(List.of("--restrict-to-repository", repository.path()));
    var command = scope.keep(host.start(command(repository, words)));
    return new ServeProcess(scope, command);
  }

  /// Logins of storage providers compare the words of a command, so what another host sets for its
  /// own borg is its own matter; on the controller it is the operator's shell that would speak.
  private static Command command(Repository repository, List<String> arguments) {
    var borg = List.of(repository.host().borg());
    if (repository.host().endpoint() instanceof Endpoint.Local) {
      return BorgWords.client(borg, arguments, Map.of());
    }
    var words = new ArrayList<>(borg);
    words.addAll(arguments);
    return new Command(words, Map.of());
  }

  @Override
  public ByteSource source() {
    return command.output();
  }

  @Override
  public ByteSink sink() {
    return command.input();
  }

  /// How it ended.
  ExitStatus await(Duration deadline) {
    return command.await(deadline);
  }

  /// The last thing it said on standard error; for `--debug` and for telling why it did not start.
  /// Its end may be noticed before its last words are here, so they are waited for a moment; where
  /// they are lost, its exit code has to do.
  String lastWords() {
    var words = heard().last();
    return words.isEmpty() ? exitCode() : words;
  }

  /// What it has logged, once it is gone; it may be less than all, and it is its host's word.
  BorgTranscript said() {
    var _ = heard();
    return said;
  }

  private LastLines heard() {
    return drained
        .completeOnTimeout(errors, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> errors)
        .join();
  }

  private String exitCode() {
    try {
      return await(LAST_WORDS) instanceof ExitStatus.Exited(int code) && code != 0
          ? "it ended with code " + code
          : "";
    } catch (FleetException _) {
      // It lives, or nobody knows.
      return "";
    }
  }

  @Override
  public void close() {
    command.close();
  }
}
