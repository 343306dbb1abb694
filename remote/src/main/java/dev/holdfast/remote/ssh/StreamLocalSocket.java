package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.remote.shell.Janitor;
import dev.holdfast.remote.shell.Tool;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;

/// A socket that the SSH server on the host listens on for us.
final class StreamLocalSocket implements SingleUseSocket {
  private static final int CANDIDATES_MAX = 4;
  private static final String FORWARD = "streamlocal-forward@openssh.com";
  private static final String CANCEL = "cancel-streamlocal-forward@openssh.com";

  private final ClientSession session;
  private final Doors doors;
  private final Janitor janitor;
  private final Tool client;
  private final ArrayBlockingQueue<Duplex> candidates = new ArrayBlockingQueue<>(CANDIDATES_MAX);
  private final List<Duplex> accepted = new ArrayList<>();
  private boolean settled;

  private StreamLocalSocket(ClientSession session, Doors doors, Janitor janitor, Tool client) {
    this.session = session;
    this.doors = doors;
    this.janitor = janitor;
    this.client = client;
  }

  /// Asks the server to listen.
  ///
  /// @throws IOException if it refuses; the janitor stays
  static StreamLocalSocket open(
      ClientSession session, Doors doors, Janitor janitor, Tool client, Duration deadline)
      throws IOException {
    var socket = new StreamLocalSocket(session, doors, janitor, client);
    // The queue must be there first: somebody may connect before the server's answer is read.
    doors.open(janitor.socket(), socket.candidates);
    try {
      if (!ask(session, FORWARD, janitor.socket(), deadline)) {
        throw new IOException("the SSH server refuses to forward sockets");
      }
      return socket;
    } catch (IOException e) {
      doors.shut(janitor.socket());
      throw e;
    }
  }

  @Override
  public String directory() {
    return janitor.directory();
  }

  @Override
  public String remoteShell() {
    return client.remoteShell(janitor.socket());
  }

  @Override
  public String mechanism() {
    return "streamlocal";
  }

  @Override
  public Duplex accept(Duration wait) {
    try {
      var end = wait.toMillis();
      var step = Math.min(end, 200);
      for (long waited = 0; waited <= end; waited += step) {
        var next = candidates.poll(step, TimeUnit.MILLISECONDS);
        if (next != null) {
          remember(next);
          return next;
        }
        if (!session.isOpen()) {
          throw new FleetException(
              ErrorCode.CONNECTION_LOST,
              "The connection was lost while waiting for borg to connect.",
              "Run it again; look at the network and the load of the host if it happens often.");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new FleetException(
        ErrorCode.DEADLINE,
        "Nothing connected to the socket within %d s.".formatted(wait.toSeconds()),
        "Look at what the command on the host said.");
  }

  @Override
  public void settle() {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
    }
    doors.shut(janitor.socket());
    try {
      cancel();
    } catch (IOException e) {
      // The session is gone, and its listener with it.
    }
    for (var late = candidates.poll(); late != null; late = candidates.poll()) {
      late.close();
    }
  }

  @Override
  public void close() {
    settle();
    synchronized (this) {
      accepted.forEach(Duplex::close);
    }
    janitor.close();
  }

  private synchronized void remember(Duplex connection) {
    accepted.add(connection);
  }

  private void cancel() throws IOException {
    ask(session, CANCEL, janitor.socket(), Duration.ofSeconds(5));
  }

  private static boolean ask(ClientSession session, String what, String path, Duration deadline)
      throws IOException {
    var size = what.length() + path.length() + 64;
    var buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, size);
    buffer.putString(what);
    buffer.putBoolean(true);
    buffer.putString(path);
    return session.request(what, buffer, deadline) != null;
  }
}
