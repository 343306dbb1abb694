package dev.holdfast.remote.local;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.Janitor;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.shell.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The controller as a host: commands are processes of the user that runs Holdfast.
public final class LocalConnection implements HostConnection {
  private final String name;
  private final SocketWays ways;
  private final Surroundings surroundings;
  private final Set<LocalCommand> commands = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// @param ways which tools may connect local processes to a socket
  public LocalConnection(String name, SocketWays ways, Surroundings surroundings) {
    this.name = name;
    this.ways = ways;
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RunningCommand start(Command command) {
    if (closed) {
      throw new FleetException(
          ErrorCode.CONNECTION_LOST, "The connection to " + name + " is closed.", "Run it again.");
    }
    try {
      var builder = new ProcessBuilder(command.words());
      builder.environment().putAll(command.environment());
      return remember(new LocalCommand(name, builder.start()));
    } catch (IOException e) {
      // As over SSH: a shell says 127 where it finds no such program.
      return missing(command);
    }
  }

  @Override
  public SingleUseSocket deliverSocket(Duration deadline) {
    var janitor = Janitor.start(this, deadline);
    try {
      for (var tool : ways.among(janitor.tools())) {
        if (tool != Tool.FIFO) {
          return LocalSocket.open(name, janitor, tool, surroundings);
        }
      }
      throw unavailable("neither socat nor nc nor python3 is installed", null);
    } catch (IOException e) {
      janitor.close();
      throw unavailable("its directory takes none", e);
    } catch (RuntimeException e) {
      janitor.close();
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    commands.forEach(LocalCommand::close);
  }

  private RunningCommand missing(Command command) {
    var script = "echo \"$1: cannot be started\" >&2; exit 127";
    try {
      var builder = new ProcessBuilder("sh", "-c", script, "sh", command.words().getFirst());
      return remember(new LocalCommand(name, builder.start()));
    } catch (IOException e) {
      throw new FleetException(
          ErrorCode.COMMAND_REFUSED,
          "No process can be started on " + name + ".",
          "Check the limits of processes and memory (`ulimit -a`).",
          e);
    }
  }

  private RunningCommand remember(LocalCommand command) {
    commands.add(command);
    command.whenEnded(() -> commands.remove(command));
    return command;
  }

  private FleetException unavailable(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new FleetException(
        ErrorCode.SOCKET_UNAVAILABLE,
        "No socket could be made on " + name + ": " + why + ".",
        "Install socat on " + name + ".",
        cause);
  }
}
