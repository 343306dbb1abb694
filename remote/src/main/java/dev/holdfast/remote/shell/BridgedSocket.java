package dev.holdfast.remote.shell;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A socket that a small program on the host listens on, one program per connection; for hosts
/// whose SSH server does not forward sockets.
public final class BridgedSocket implements SingleUseSocket {
  private static final int CONNECTIONS_MAX = 16;
  private static final Duration REARM_WAIT = Duration.ofSeconds(5);

  private final HostConnection host;
  private final Janitor janitor;
  private final Tool tool;
  private final List<BridgeListener> all = new ArrayList<>();
  private Optional<BridgeListener> armed = Optional.empty();
  private boolean settled;

  private BridgedSocket(HostConnection host, Janitor janitor, Tool tool) {
    this.host = host;
    this.janitor = janitor;
    this.tool = tool;
  }

  /// Starts to listen.
  ///
  /// @param tool listens on the host, and connects a process there
  /// @throws IOException if the tool does not work there; the janitor stays
  public static BridgedSocket open(
      HostConnection host, Janitor janitor, Tool tool, Duration deadline) throws IOException {
    var socket = new BridgedSocket(host, janitor, tool);
    try {
      socket.arm().awaitReady(deadline);
      return socket;
    } catch (TimeoutException e) {
      socket.endListeners();
      throw new IOException(tool.label() + " did not start to listen", e);
    } catch (IOException e) {
      socket.endListeners();
      throw e;
    }
  }

  @Override
  public String directory() {
    return janitor.directory();
  }

  @Override
  public String remoteShell() {
    return tool.remoteShell(janitor.socket());
  }

  @Override
  public String mechanism() {
    return tool.label();
  }

  @Override
  public Duplex accept(Duration wait) {
    var listener = current();
    try {
      listener.awaitPeer(wait);
    } catch (TimeoutException e) {
      throw nobody(wait, e);
    } catch (IOException e) {
      forget(listener);
      throw nobody(wait, e);
    }
    forget(listener);
    armNext();
    return listener.conversation();
  }

  @Override
  public void settle() {
    synchronized (this) {
      settled = true;
      armed.ifPresent(l -> janitor.endBridge(l.number()));
      armed = Optional.empty();
      janitor.unlinkSocket();
    }
  }

  @Override
  public void close() {
    settle();
    endListeners();
    janitor.close();
  }

  private synchronized void forget(BridgeListener listener) {
    if (armed.isPresent() && armed.get() == listener) {
      armed = Optional.empty();
    }
  }

  // The next one listens at once, so that a stray cannot make the legal client miss the socket.
  private void armNext() {
    try {
      next()
          .ifPresent(listener -> {
            try {
              listener.awaitReady(REARM_WAIT);
            } catch (IOException | TimeoutException e) {
              // The conversation that was taken may well be the right one.
            }
          });
    } catch (FleetException e) {
      // The same: the next accept will say what is wrong.
    }
  }

  private synchronized Optional<BridgeListener> next() {
    return !settled && armed.isEmpty() && all.size() < CONNECTIONS_MAX
        ? Optional.of(arm())
        : Optional.empty();
  }

  private synchronized BridgeListener current() {
    return armed.isPresent() ? armed.get() : arm();
  }

  private synchronized BridgeListener arm() {
    if (settled || all.size() >= CONNECTIONS_MAX) {
      throw new FleetException(
          ErrorCode.SOCKET_UNAVAILABLE,
          "The socket on " + host.name() + " takes no further connection.",
          "Find out what else connects to " + janitor.socket() + " on " + host.name() + ".");
    }
    var number = all.size() + 1;
    var words = tool.serve(janitor.directory(), number);
    var listener = new BridgeListener(number, host.start(new Command(words, Map.of())));
    all.add(listener);
    armed = Optional.of(listener);
    return listener;
  }

  private synchronized void endListeners() {
    for (var listener : all) {
      janitor.endBridge(listener.number());
      listener.close();
    }
  }

  private FleetException nobody(Duration wait, @Nullable Throwable cause) {
    return new FleetException(
        ErrorCode.DEADLINE,
        "Nothing connected to the socket on %s within %d s."
            .formatted(host.name(), wait.toSeconds()),
        "Look at what the command on " + host.name() + " said.",
        cause);
  }
}
