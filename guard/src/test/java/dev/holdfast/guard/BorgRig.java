package dev.holdfast.guard;

import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Real borg clients that talk to a real `borg serve` through a guarded channel.
final class BorgRig implements AutoCloseable {
  static final String URL = "ssh://guard/./repo";
  private static final long BORG_SECONDS_MAX = 120;
  private static final String BRIDGE =
      """
      import os, select, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      f = s.fileno()
      r = [0, f]
      while f in r:
          for k in select.select(r, [], [])[0]:
              d = os.read(k, 65536)
              if not d:
                  r.remove(k)
                  if k == 0:
                      s.shutdown(socket.SHUT_WR)
                  continue
              o = f if k == 0 else 1
              while d:
                  d = d[os.write(o, d):]
      """;

  /// A borg of one version: how it is started, and where its file system begins.
  record Borg(String name, List<String> prefix, Path root) {
    static Borg ofTheSystem() {
      return new Borg("system", List.of(), Path.of("/"));
    }

    static Borg inRoot(Path root) {
      return new Borg("debian13", List.of("chroot", root.toString()), root);
    }

    String inside(Path path) {
      return root.getNameCount() == 0 ? path.toString() : "/" + root.relativize(path);
    }
  }

  /// What a client left behind.
  record Outcome(int exit, String out, String err, SessionReport report, Tape tape) {}

  private record Exit(int code, String out, String err) {}

  final Borg borg;
  final Path home;
  final Path repository;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int sockets;

  BorgRig(Borg borg) throws IOException {
    this.borg = borg;
    Path tmp = borg.root().resolve("tmp");
    home = Files.createTempDirectory(tmp, "rig");
    repository = home.resolve("repo");
    Files.writeString(home.resolve("bridge.py"), BRIDGE);
  }

  SessionPolicy backup() {
    return new SessionPolicy.Backup(borg.inside(repository), Duration.ofSeconds(5));
  }

  SessionPolicy readOnly() {
    return new SessionPolicy.ReadOnly(borg.inside(repository), Duration.ofSeconds(5));
  }

  SessionPolicy initialise() {
    return new SessionPolicy.Initialise(borg.inside(repository));
  }

  Outcome run(SessionPolicy policy, String... arguments) throws Exception {
    return run(policy, Map.of(), arguments);
  }

  /// Runs a client; its one session is judged by the policy.
  Outcome run(SessionPolicy policy, Map<String, String> environment, String... arguments)
      throws Exception {
    Path socket = home.resolve("s" + sockets++);
    Tape.Recorder recorder = new Tape.Recorder();
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Future<SessionReport> session =
          threads.submit(() -> {
            Duplex client = recorder.listen(socket(listener.accept()), Side.CLIENT);
            Duplex server = recorder.listen(serve(policy), Side.SERVER);
            return new GuardedChannel(policy, new ContentUnchecked(), limits()).run(client, server);
          });
      Exit client = client(socket, environment, arguments);
      SessionReport report = session.get(60, TimeUnit.SECONDS);
      return new Outcome(client.code(), client.out(), client.err(), report, recorder.tape());
    }
  }

  /// Plays the client's part of a tape, each piece when the server has said as much as it had then.
  SessionReport replay(SessionPolicy policy, Tape tape) throws Exception {
    MemoryDuplex.Pair pair = MemoryDuplex.pair(1 << 16);
    Future<SessionReport> session =
        threads.submit(() ->
            new GuardedChannel(policy, new ContentUnchecked(), limits())
                .run(pair.left(), serve(policy)));
    long owed = 0;
    long heard = 0;
    Duplex us = pair.right();
    for (Tape.Piece piece : tape.pieces()) {
      if (piece.side() == Side.SERVER) {
        owed += piece.bytes().size();
        continue;
      }
      while (heard < owed) {
        ByteBuffer chunk = us.source().next();
        if (chunk == null) {
          break;
        }
        heard += chunk.remaining();
      }
      us.sink().write(ByteBuffer.wrap(piece.bytes().toByteArray()));
      us.sink().flush();
    }
    us.sink().end();
    while (us.source().next() != null) {
      heard++;
    }
    return session.get(60, TimeUnit.SECONDS);
  }

  private static GuardLimits limits() {
    return GuardLimits.standard();
  }

  private Exit client(Path socket, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(borg.prefix());
    command.add("env");
    command.add("BORG_BASE_DIR=" + borg.inside(home));
    command.add("HOME=" + borg.inside(home));
    command.add("LC_ALL=C.UTF-8");
    command.add("BORG_PASSPHRASE=correct horse");
    command.add("BORG_REPO=" + URL);
    command.add(
        "BORG_RSH=python3 " + borg.inside(home.resolve("bridge.py")) + " " + borg.inside(socket));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add("borg");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).directory(home.toFile()).start();
    process.getOutputStream().close();
    Future<byte[]> err = threads.submit(() -> process.getErrorStream().readAllBytes());
    Future<byte[]> out = threads.submit(() -> process.getInputStream().readAllBytes());
    if (!process.waitFor(BORG_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("borg hangs: " + String.join(" ", arguments));
    }
    return new Exit(process.exitValue(), text(out), text(err));
  }

  private static String text(Future<byte[]> bytes) throws ExecutionException, InterruptedException {
    return new String(bytes.get(), StandardCharsets.UTF_8);
  }

  private Duplex serve(SessionPolicy policy) throws IOException {
    List<String> command = new ArrayList<>(borg.prefix());
    command.addAll(List.of("env", "BORG_BASE_DIR=" + borg.inside(home), "HOME=/", "borg", "serve"));
    command.add("--restrict-to-repository=" + policy.repositoryPath());
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("serve.err").toFile()))
            .start();
    return new StreamDuplex(
        process.getInputStream(),
        process.getOutputStream(),
        () -> process.getOutputStream().close(),
        process::destroy);
  }

  private static Duplex socket(SocketChannel channel) {
    return new StreamDuplex(
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput,
        channel::close);
  }

  /// Copies a directory to a place that is replaced.
  static void copy(Path from, Path to) throws IOException {
    delete(to);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    delete(home);
  }
}
