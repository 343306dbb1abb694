package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Repository;
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

/// One `borg serve` on a repository host, confined to one repository. It opens the repository only
/// when it is told to, so it may be started ahead of its use.
final class ServeProcess implements Duplex {
  private final RunningCommand command;
  private final LastLines errors;

  private ServeProcess(RunningCommand command, LastLines errors) {
    this.command = command;
    this.errors = errors;
  }

  /// Starts it; its standard error is drained in a task of the scope.
  ///
  /// @param appendOnly ask borg for its own append-only mode as a second fence
  static ServeProcess start(
      RunScope scope, HostConnection host, Repository repository, boolean appendOnly) {
    var words = new ArrayList<>(List.of(repository.host().borg(), "serve"));
    if (appendOnly) {
      words.add("--append-only");
    }
    words.addAll(List.of("--restrict-to-repository", repository.path()));
    var command = scope.keep(host.start(new Command(words, Map.of())));
    var errors = new LastLines();
    scope.beside(() -> errors.drain(command.errors()));
    return new ServeProcess(command, errors);
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
  String lastWords() {
    return errors.last();
  }

  @Override
  public void close() {
    command.close();
  }
}
