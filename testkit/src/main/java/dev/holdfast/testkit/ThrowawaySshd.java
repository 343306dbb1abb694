package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real OpenSSH server on a free port of 127.0.0.1, with everything it needs in one directory.
/// Works for root and for an ordinary user; logins are those of the user that runs the test.
public final class ThrowawaySshd implements AutoCloseable {
  private static final int PORTS_TRIED_MAX = 5;
  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Path directory;
  private final SshdSetup setup;
  private final int port;
  private final Daemon daemon;

  private ThrowawaySshd(Path directory, SshdSetup setup, int port, Daemon daemon) {
    this.directory = directory;
    this.setup = setup;
    this.port = port;
    this.daemon = daemon;
  }

  /// Starts it and waits until it listens.
  ///
  /// @param directory made if absent; keeps host keys, configuration and log
  public static ThrowawaySshd start(Path directory, SshdSetup setup) {
    try {
      prepare(directory, setup);
      for (int i = 1; ; i++) {
        var port = FreePort.find();
        Files.deleteIfExists(directory.resolve("log"));
        Files.writeString(directory.resolve("sshd_config"), configuration(directory, setup, port));
        var sshd = new ThrowawaySshd(directory, setup, port, launch(directory));
        if (sshd.daemon.says("Server listening on", START_MAX)) {
          return sshd;
        }
        sshd.close();
        if (i == PORTS_TRIED_MAX) {
          throw new IllegalStateException("sshd does not start: " + sshd.log());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Always 127.0.0.1.
  public String host() {
    return "127.0.0.1";
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  /// The login name that works.
  public String user() {
    return System.getProperty("user.name");
  }

  /// Its pid, for programs that outlive this object.
  public long pid() {
    return daemon.process().pid();
  }

  /// One of its host keys, for example `ed25519`.
  public SshKeyFile hostKey(String type) {
    return new SshKeyFile(directory.resolve("host_" + type));
  }

  /// A line of known_hosts that pins the first host key.
  public String knownHostsLine() {
    return knownHostsLine(setup.hostKeyTypes().getFirst());
  }

  /// A line of known_hosts that pins the host key of this type.
  public String knownHostsLine(String type) {
    return KnownHostsLines.plain(host(), port, hostKey(type).publicLine());
  }

  /// The same line with a hashed name.
  public String hashedKnownHostsLine(String type) {
    return KnownHostsLines.hashed(host(), port, hostKey(type).publicLine());
  }

  /// Everything it logged so far (level VERBOSE).
  public String log() {
    return daemon.said();
  }

  /// Stops every process behind its connections with SIGSTOP: the peer looks frozen.
  public void freezeSessions() {
    signal("-STOP", sessions().toList());
  }

  /// Lets frozen sessions go on.
  public void thawSessions() {
    signal("-CONT", sessions().toList());
  }

  /// Kills the processes of sshd behind its connections, not the commands they started.
  public void killSessions() {
    signal("-KILL", sessions().filter(ThrowawaySshd::isSshd).toList());
  }

  /// Ends the listener and every session.
  @Override
  public void close() {
    var all = new ArrayList<>(sessions().toList());
    all.add(daemon.process().toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(p -> p.onExit().completeOnTimeout(p, 5, TimeUnit.SECONDS).join());
  }

  private Stream<ProcessHandle> sessions() {
    return daemon.process().descendants();
  }

  private static boolean isSshd(ProcessHandle process) {
    return process.info().command().map(c -> c.contains("sshd")).orElse(true);
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    for (var process : processes) {
      if (process.isAlive()) {
        Tool.run("sh", "-c", "kill " + name + " " + process.pid() + " 2>/dev/null || :");
      }
    }
  }

  private static void prepare(Path directory, SshdSetup setup) throws IOException {
    Files.createDirectories(directory);
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
    for (var type : setup.hostKeyTypes()) {
      var file = directory.resolve("host_" + type);
      if (!Files.exists(file)) {
        SshKeyFile.generate(file, SshKeyFile.Kind.of(type));
      }
    }
    Files.write(directory.resolve("authorized_keys"), setup.authorizedKeys());
  }

  private static String configuration(Path directory, SshdSetup setup, int port) {
    var lines = new ArrayList<>(setup.lines());
    for (var type : setup.hostKeyTypes()) {
      lines.add("HostKey " + directory.resolve("host_" + type));
    }
    lines.add("ListenAddress 127.0.0.1:" + port);
    lines.add("AuthorizedKeysFile " + directory.resolve("authorized_keys"));
    lines.add("PidFile " + directory.resolve("pid"));
    lines.addAll(
        List.of(
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "PrintMotd no",
            // Bash that sshd starts would read the user's own start-up files, unless it is inside
            // another; what they run may be killed by a test, and leave locks behind.
            "SetEnv SHLVL=1",
            "LogLevel VERBOSE"));
    return String.join("\n", lines) + "\n";
  }

  private static Daemon launch(Path directory) throws IOException {
    var config = directory.resolve("sshd_config").toString();
    var log = directory.resolve("log");
    var nowhere = ProcessBuilder.Redirect.DISCARD;
    var process =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-f", config, "-E", log.toString())
            .redirectOutput(nowhere)
            .redirectError(nowhere)
            .start();
    process.getOutputStream().close();
    return new Daemon(process, log);
  }
}
