package dev.holdfast.remote.local;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.Janitor;
import dev.holdfast.remote.shell.Tool;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A socket of this machine that the controller listens on itself.
final class LocalSocket implements SingleUseSocket {
  private static final int CANDIDATES_MAX = 4;
  private static final int FAILURES_MAX = 50;
  private static final Duration FAILURE_PAUSE = Duration.ofMillis(100);

  private final String host;
  private final Janitor janitor;
  private final Tool client;
  private final ServerSocketChannel listener;
  private final Surroundings surroundings;
  private final ArrayBlockingQueue<SocketChannel> candidates =
      new ArrayBlockingQueue<>(CANDIDATES_MAX);
  private final List<Duplex> accepted = new ArrayList<>();

  private LocalSocket(
      String host,
      Janitor janitor,
      Tool client,
      ServerSocketChannel listener,
      Surroundings surroundings) {
    this.host = host;
    this.janitor = janitor;
    this.client = client;
    this.listener = listener;
    this.surroundings = surroundings;
  }

  /// Starts to listen in the janitor's directory, which nobody else can enter.
  static LocalSocket open(String host, Janitor janitor, Tool client, Surroundings surroundings)
      throws IOException {
    var path = Path.of(janitor.socket());
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path), CANDIDATES_MAX);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      var socket = new LocalSocket(host, janitor, client, listener, surroundings);
      Thread.ofVirtual().name("local-socket").start(socket::listen);
      return socket;
    } catch (IOException e) {
      listener.close();
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
    return "local";
  }

  @Override
  public Duplex accept(Duration wait) {
    try {
      var channel = candidates.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
      if (channel != null) {
        return remember(new SocketConversation(channel));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new FleetException(
        ErrorCode.DEADLINE,
        "Nothing connected to the socket on %s within %d s.".formatted(host, wait.toSeconds()),
        "Look at what the command on " + host + " said.");
  }

  @Override
  public void settle() {
    closeQuietly(listener);
    for (var late = candidates.poll(); late != null; late = candidates.poll()) {
      closeQuietly(late);
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

  private synchronized Duplex remember(Duplex conversation) {
    accepted.add(conversation);
    return conversation;
  }

  private void listen() {
    var failures = 0;
    while (listener.isOpen() && failures < FAILURES_MAX) {
      try {
        var channel = listener.accept();
        failures = 0;
        if (!listener.isOpen() || !candidates.offer(channel)) {
          channel.close();
        }
      } catch (IOException e) {
        // The listener was closed, which ends the loop; or one peer is gone already; or there are
        // no file descriptors left, which may pass but not at once.
        failures++;
        if (listener.isOpen()) {
          surroundings.pause(FAILURE_PAUSE);
        }
      }
    }
    closeQuietly(listener);
  }

  private static void closeQuietly(java.nio.channels.Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use in any case.
    }
  }
}
