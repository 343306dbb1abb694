package dev.holdfast.remote.shell;

import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// One program on the host that listens for one connection. What it says on standard error tells
/// when it listens and when somebody came.
final class BridgeListener implements AutoCloseable {
  private static final int SAID_CHARS_MAX = 400;

  private final int number;
  private final RunningCommand command;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CompletableFuture<Boolean> peer = new CompletableFuture<>();

  BridgeListener(int number, RunningCommand command) {
    this.number = number;
    this.command = command;
    Thread.ofVirtual().name("bridge-" + number).start(this::watch);
  }

  int number() {
    return number;
  }

  void awaitReady(Duration deadline) throws IOException, TimeoutException {
    Background.await(ready, deadline);
  }

  void awaitPeer(Duration wait) throws IOException, TimeoutException {
    Background.await(peer, wait);
  }

  Duplex conversation() {
    return new Conversation(command);
  }

  @Override
  public void close() {
    command.close();
  }

  private void watch() {
    var lines = new Lines(command.errors());
    var said = new StringBuilder();
    try {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        var text = line.get().toLowerCase(Locale.ROOT);
        if (text.contains("listening on")) {
          ready.complete(true);
        } else if (text.contains("accepting connection") || text.contains("connection received")) {
          peer.complete(true);
        } else if (said.length() < SAID_CHARS_MAX) {
          said.append(line.get()).append("; ");
        }
      }
    } catch (IOException e) {
      said.append("the connection was lost");
    }
    var ended = new IOException("the listener ended: " + said);
    ready.completeExceptionally(ended);
    peer.completeExceptionally(ended);
  }

  private record Conversation(RunningCommand command) implements Duplex {
    @Override
    public ByteSource source() {
      return command.output();
    }

    @Override
    public ByteSink sink() {
      return command.input();
    }

    @Override
    public void close() {
      command.close();
    }
  }
}
