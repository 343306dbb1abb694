package dev.holdfast.guard;

import dev.holdfast.testkit.RealBorg;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /// What a client left behind.
  record Outcome(int exit, String out, String err, SessionReport report, Tape tape) {}

  private record Exit(int code, String out, String err) {}

  final RealBorg borg;
  final Path home;
  final Path repository;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Workbench bench = new Workbench(2, 64 << 20, HostileTarget.PLENTY);
  private int sockets;
  private Path directory;

  BorgRig(RealBorg borg) throws IOException {
    this.borg = borg;
    home = Files.createTempDirectory(Path.of("/tmp"), "rig");
    directory = home;
    repository = home.resolve("repo");
    Files.writeString(home.resolve("bridge.py"), BRIDGE);
  }

  SessionPolicy backup() {
    return new SessionPolicy.Backup(repository.toString(), Duration.ofSeconds(5));
  }

  SessionPolicy readOnly() {
    return new SessionPolicy.ReadOnly(repository.toString(), Duration.ofSeconds(5));
  }

  SessionPolicy initialise() {
    return new SessionPolicy.Initialise(repository.toString());
  }

  Outcome run(SessionPolicy policy, String... arguments) throws Exception {
    return run(policy, Map.of(), arguments);
  }

  /// Runs a client; its one session is judged by the policy.
  Outcome run(SessionPolicy policy, Map<String, String> environment, String... arguments)
      throws Exception {
    return run(policy, new Permissive(), environment, arguments);
  }

  /// Runs a client; its one session is judged by the policy and these rules.
  Outcome run(
      SessionPolicy policy,
      ContentRules rules,
      Map<String, String> environment,
      String... arguments)
      throws Exception {
    Path socket = home.resolve("s" + sockets++);
    Tape.Recorder recorder = new Tape.Recorder();
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Future<SessionReport> session =
          threads.submit(() -> {
            Duplex client = recorder.listen(socket(listener.accept()), Side.CLIENT);
            Duplex server = recorder.listen(serve(policy), Side.SERVER);
            return new GuardedChannel(policy, rules, limits(), bench).run(client, server);
          });
      Exit client = client(socket, environment, arguments);
      SessionReport report = session.get(60, TimeUnit.SECONDS);
      return new Outcome(client.code(), client.out(), client.err(), report, recorder.tape());
    }
  }

  /// Runs a client on the repository's directory itself.
  Outcome bare(String... arguments) throws Exception {
    Map<String, String> local =
        Map.of("BORG_REPO", repository.toString(), "BORG_RELOCATED_REPO_ACCESS_IS_OK", "yes");
    Exit exit = client(home, local, arguments);
    var nobody =
        new SessionReport(
            new SessionEnd.Completed(),
            0,
            Optional.empty(),
            0,
            0,
            0,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Outcome(exit.code(), exit.out(), exit.err(), nobody, new Tape(List.of()));
  }

  /// Runs a client with nobody in between, and records what both sides say.
  Tape record(Map<String, String> environment, String... arguments) throws Exception {
    Path socket = home.resolve("s" + sockets++);
    Tape.Recorder recorder = new Tape.Recorder();
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Future<?> relay =
          threads.submit(() -> {
            Duplex client = recorder.listen(socket(listener.accept()), Side.CLIENT);
            Duplex server = recorder.listen(serve(backup()), Side.SERVER);
            Future<?> back = threads.submit(() -> pump(server, client));
            pump(client, server);
            return back.get();
          });
      Exit exit = client(socket, environment, arguments);
      relay.get(60, TimeUnit.SECONDS);
      if (exit.code() != 0) {
        throw new AssertionError(String.join(" ", arguments) + ": " + exit.err());
      }
      return recorder.tape();
    }
  }

  private static @Nullable Void pump(Duplex from, Duplex to) throws IOException {
    ByteBuffer chunk = from.source().next();
    while (chunk != null) {
      to.sink().write(chunk);
      to.sink().flush();
      chunk = from.source().next();
    }
    to.sink().end();
    return null;
  }

  /// Plays the client's part of a tape, each piece when the server has said as much as it had then.
  SessionReport replay(SessionPolicy policy, Tape tape) throws Exception {
    MemoryDuplex.Pair pair = MemoryDuplex.pair(1 << 16);
    Future<SessionReport> session =
        threads.submit(() ->
            new GuardedChannel(policy, new Permissive(), limits(), bench)
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
    Map<String, String> variables = new HashMap<>(RealBorg.environment(home, "correct horse"));
    variables.put("BORG_REPO", URL);
    variables.put("BORG_RSH", "python3 " + home.resolve("bridge.py") + " " + socket);
    variables.putAll(environment);
    Process process = start(borg.words(arguments), variables);
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

  /// Starts a borg in the working directory, which a change of root would otherwise forget.
  private Process start(List<String> words, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(words);
    command.addAll(command.indexOf("borg"), List.of("env", "-C", directory.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// Where clients run from now on.
  void enter(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  private Duplex serve(SessionPolicy policy) throws IOException {
    Process process =
        start(
            borg.words("serve", "--restrict-to-repository=" + policy.repositoryPath()),
            Map.of("BORG_BASE_DIR", home.toString(), "LC_ALL", "C.UTF-8"));
    Path log = home.resolve("serve.err");
    Future<Long> _ =
        threads.submit(() -> process.getErrorStream().transferTo(Files.newOutputStream(log)));
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
    bench.close();
    delete(home);
  }
}
