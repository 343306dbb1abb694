package dev.holdfast.remote.shell;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.RunningCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Keeps a private directory on a host for as long as its standard input is open, and takes it away
/// in every ending.
public final class Janitor implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final Pattern DIRECTORY = Pattern.compile("/[A-Za-z0-9_./-]{1,90}");

  private final RunningCommand command;
  private final Answers answers;
  private final String directory;
  private final Set<Tool> tools;
  private long questions;
  private boolean mute;

  private Janitor(RunningCommand command, Answers answers, String directory, Set<Tool> tools) {
    this.command = command;
    this.answers = answers;
    this.directory = directory;
    this.tools = tools;
  }

  /// Starts it and waits until the directory is there.
  ///
  /// @throws FleetException if the host has no place for the directory or takes too long
  public static Janitor start(HostConnection host, Duration deadline) {
    var command = host.start(Command.script(Scripts.JANITOR.replace("\n", " "), List.of()));
    try {
      Background.drain("janitor-errors", command.errors());
      var lines = new Lines(command.output());
      var directory = Background.call("janitor", () -> lines.find(l -> l.startsWith("dir ")));
      var path = Background.await(directory, deadline).map(l -> l.substring(4)).orElse("");
      if (!DIRECTORY.matcher(path).matches()) {
        throw unavailable(host, "no writable directory was found (/run, /tmp)", null);
      }
      var said = Background.call("janitor", () -> lines.find(l -> l.startsWith("tools")));
      var tools = parse(Background.await(said, deadline).orElse("tools"));
      return new Janitor(command, Answers.in(lines), path, tools);
    } catch (TimeoutException e) {
      command.close();
      throw unavailable(host, "its shell did not answer within " + deadline.toSeconds() + " s", e);
    } catch (IOException e) {
      command.close();
      throw unavailable(host, "its shell ended too early", e);
    } catch (RuntimeException e) {
      command.close();
      throw e;
    }
  }

  /// The directory; only the login user can enter it.
  public String directory() {
    return directory;
  }

  /// The path of the socket in it.
  public String socket() {
    return directory + "/s";
  }

  /// What the host has to join sockets and streams.
  public Set<Tool> tools() {
    return tools;
  }

  /// Takes the socket's name away, so that nobody new can connect.
  void unlinkSocket() {
    tell("s\n");
  }

  /// Ends the bridge of this number, if it still runs.
  void endBridge(int number) {
    tell(number + "\n");
  }

  /// Removes the directory and waits shortly until that is done.
  @Override
  public void close() {
    try {
      Background.await(Background.call("janitor", this::end), FAREWELL);
      command.await(FAREWELL);
    } catch (IOException | TimeoutException | FleetException e) {
      // The connection is gone, and with it the janitor's standard input: it cleans up by itself.
    } finally {
      command.close();
    }
  }

  // Waits for the answer: what was asked for must be true before the caller goes on. A janitor that
  // once was too slow is not asked again, as callers hold locks and ask many things in a row.
  private synchronized void tell(String line) {
    if (mute) {
      return;
    }
    try {
      questions++;
      Background.await(Background.call("janitor", () -> write(line)), FAREWELL);
      mute = !answers.await(questions, FAREWELL);
    } catch (IOException | TimeoutException e) {
      // It is gone, and has removed everything or will when its host wakes up.
      mute = true;
    }
  }

  private boolean write(String line) throws IOException {
    command.input().write(Lines.bytes(line));
    command.input().flush();
    return true;
  }

  private boolean end() throws IOException {
    command.input().end();
    return true;
  }

  private static Set<Tool> parse(String line) {
    var words = List.of(line.split(" "));
    var tools = EnumSet.noneOf(Tool.class);
    for (var tool : Tool.values()) {
      if (words.contains(tool.label())) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private static FleetException unavailable(
      HostConnection host, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new FleetException(
        ErrorCode.SOCKET_UNAVAILABLE,
        "No place for a socket could be made on " + host.name() + ": " + why + ".",
        "Log in to " + host.name() + " as the configured user and try `mktemp -d /tmp/x.XXXX`.",
        cause);
  }
}
