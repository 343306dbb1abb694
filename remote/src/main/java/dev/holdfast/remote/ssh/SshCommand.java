package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ClientChannelEvent;

/// A command that runs over one channel.
final class SshCommand implements RunningCommand {
  private static final Duration POLITENESS = Duration.ofMillis(500);

  private final String host;
  private final ExecChannel channel;

  SshCommand(String host, ExecChannel channel) {
    this.host = host;
    this.channel = channel;
  }

  @Override
  public ByteSink input() {
    return channel.input();
  }

  @Override
  public ByteSource output() {
    return channel.output();
  }

  @Override
  public ByteSource errors() {
    return channel.errors();
  }

  @Override
  public ExitStatus await(Duration deadline) {
    var seen = waitFor(deadline);
    if (channel.isRefused()) {
      throw new FleetException(
          ErrorCode.COMMAND_REFUSED,
          "The SSH server of " + host + " refuses to run commands.",
          "Look at the options of the key in authorized_keys and at ForceCommand.");
    }
    var signal = channel.getExitSignal();
    if (signal != null) {
      return new ExitStatus.Signalled(signal);
    }
    var code = channel.getExitStatus();
    if (code != null) {
      return new ExitStatus.Exited(code);
    }
    if (seen.contains(ClientChannelEvent.CLOSED)) {
      return new ExitStatus.Lost("the connection to " + host + " ended before the command did");
    }
    throw new FleetException(
        ErrorCode.DEADLINE,
        "A command on %s has not ended within %d s.".formatted(host, deadline.toSeconds()),
        "Look at what runs on " + host + ".");
  }

  /// Ends the input first, as most commands then end by themselves; but not while somebody writes:
  /// that writer may wait for a peer that takes nothing, and closing is what wakes it.
  @Override
  public void close() {
    if (!channel.isClosing()) {
      try {
        if (!channel.input().tryEnd() || !hasEnded(POLITENESS)) {
          channel.signal("TERM");
        }
      } catch (IOException e) {
        // The channel is gone already.
      }
    }
    channel.closeHere();
  }

  private boolean hasEnded(Duration wait) {
    return !waitFor(wait).contains(ClientChannelEvent.TIMEOUT);
  }

  private Collection<ClientChannelEvent> waitFor(Duration deadline) {
    return channel.waitFor(
        EnumSet.of(
            ClientChannelEvent.EXIT_STATUS,
            ClientChannelEvent.EXIT_SIGNAL,
            ClientChannelEvent.CLOSED),
        Math.max(1, deadline.toMillis()));
  }
}
