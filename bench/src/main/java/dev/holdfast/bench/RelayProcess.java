package dev.holdfast.bench;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.remote.Connector;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// The controller under measurement: relays frames from T to B through the product's own classes
/// and prints what that cost. Runs in a process of its own, so that nothing else is counted.
///
/// Words: directory, port of T, port of B, relays at once, the file that each sends, and how often
/// it is sent to warm up.
final class RelayProcess {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String SEND = "eval \"exec $2 host borg serve\" <\"$1\"";

  private final Path directory;
  private final Path file;
  private final Connector connector;

  private RelayProcess(Path directory, Path file) {
    this.directory = directory;
    this.file = file;
    this.connector = new Connector(new BenchSecrets(), Limits.defaults());
  }

  public static void main(String[] words) throws Exception {
    var relay = new RelayProcess(Path.of(words[0]), Path.of(words[4]));
    var target = relay.endpoint("T", Integer.parseInt(words[1]));
    var repository = relay.endpoint("B", Integer.parseInt(words[2]));
    var start = System.nanoTime();
    relay.connector.connect(repository).close();
    var firstConnectSeconds = (System.nanoTime() - start) / 1e9;
    for (int i = 0; i < Integer.parseInt(words[5]); i++) {
      relay.many(target, repository, 1);
    }
    var cpuBefore = ProcessCost.cpuSeconds();
    var begin = System.nanoTime();
    var bytes = relay.many(target, repository, Integer.parseInt(words[3]));
    var seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%f %f %f %f %f %f%n",
        bytes / (double) (1 << 20),
        seconds,
        ProcessCost.cpuSeconds() - cpuBefore,
        ProcessCost.peakMebibytes(),
        firstConnectSeconds,
        ProcessCost.cpuSeconds());
    relay.connector.close();
  }

  private long many(Endpoint target, Endpoint repository, int count) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Long> one = () -> relay(target, repository);
      long bytes = 0;
      for (var relayed : threads.invokeAll(java.util.Collections.nCopies(count, one))) {
        bytes += relayed.get();
      }
      return bytes;
    }
  }

  private long relay(Endpoint target, Endpoint repository) throws IOException, WireException {
    try (HostConnection b = connector.connect(repository);
        HostConnection t = connector.connect(target);
        var socket = t.deliverSocket(SOON)) {
      var words = List.of(file.toString(), socket.remoteShell());
      try (var sink = b.start(Command.script("exec cat >/dev/null", List.of()));
          var client = t.start(Command.script(SEND, words));
          var conversation = socket.accept(SOON)) {
        socket.settle();
        var bytes = pump(conversation.source(), sink.input());
        sink.await(SOON);
        conversation.sink().end();
        client.await(SOON);
        return bytes;
      }
    }
  }

  private static long pump(ByteSource source, ByteSink sink) throws IOException, WireException {
    var parser = new RequestParser();
    for (var chunk = source.next(); chunk != null; chunk = source.next()) {
      parser.feed(chunk);
      for (var next = parser.next(); next.isPresent(); next = parser.next()) {
        if (!(next.get() instanceof Request.Call call) || !call.method().equals("put")) {
          throw new IOException("not a put");
        }
        for (var piece : FrameWriter.encode(call)) {
          sink.write(piece);
        }
      }
    }
    sink.end();
    return parser.offset();
  }

  private Endpoint endpoint(String name, int port) throws IOException {
    return new Endpoint.Ssh(
        name,
        "127.0.0.1",
        port,
        System.getProperty("user.name"),
        new SecretRef(SecretRef.Scheme.FILE, directory.resolve("key").toString()),
        Optional.empty(),
        Optional.empty(),
        Files.readAllLines(directory.resolve("pins")),
        List.of());
  }
}
