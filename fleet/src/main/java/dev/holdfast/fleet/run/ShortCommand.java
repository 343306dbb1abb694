package dev.holdfast.fleet.run;

import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.wire.ByteSink;
import java.io.IOException;
import java.time.Duration;

/// Runs a command that says little and reads nothing, to its end.
final class ShortCommand {
  private ShortCommand() {}

  /// What it said: the last bytes of each output.
  record Said(ExitStatus exit, String output, String errors) {
    boolean succeeded() {
      return exit.equals(new ExitStatus.Exited(0));
    }
  }

  /// Runs it within the deadline.
  static Said run(RunScope scope, HostConnection host, Command command, Duration deadline) {
    try (var running = host.start(command)) {
      var output = new LastLines();
      var errors = new LastLines();
      var drained = scope.fork(() -> output.drained(running.output()));
      var complaints = scope.fork(() -> errors.drained(running.errors()));
      endQuietly(running.input());
      var exit = running.await(deadline);
      return new Said(
          exit,
          RunScope.await(drained, deadline, "the output of a command on " + host.name()).text(),
          RunScope.await(complaints, deadline, "the errors of a command on " + host.name()).text());
    }
  }

  private static void endQuietly(ByteSink input) {
    try {
      input.end();
    } catch (IOException _) {
      // It ended before it could read anything: its exit status tells.
    }
  }
}
