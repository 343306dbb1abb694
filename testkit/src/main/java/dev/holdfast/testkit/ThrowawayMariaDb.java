package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real MariaDB server of the Debian 13 root on a free port of 127.0.0.1, in a directory of its
/// own that goes with it. For root it runs as the user `nobody`.
public final class ThrowawayMariaDb implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Path directory;
  private final int port;
  private final Daemon server;

  private ThrowawayMariaDb(Path directory, int port, Daemon server) {
    this.directory = directory;
    this.port = port;
    this.server = server;
  }

  /// Starts it and waits until it answers.
  ///
  /// @param statements that it runs first, one a line
  /// @throws IllegalStateException if it does not start, with its own words
  public static ThrowawayMariaDb start(String... statements) {
    try {
      var directory = Files.createTempDirectory("holdfast-mariadb");
      var first = Files.write(directory.resolve("first.sql"), List.of(statements));
      if (Debian13.isRoot()) {
        Tool.run("chown", "-R", "nobody:", directory.toString());
      }
      Tool.run(
          asServer(
              "mariadb-install-db",
              "--no-defaults",
              "--datadir=" + directory.resolve("data"),
              "--auth-root-authentication-method=normal",
              "--skip-test-db",
              "--skip-name-resolve"));
      var port = FreePort.find();
      var server = new ThrowawayMariaDb(directory, port, launch(directory, port, first));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it listens, on 127.0.0.1.
  public int port() {
    return port;
  }

  /// Runs statements as one who may do everything.
  ///
  /// @return rows, their columns divided by tabs
  public String ask(String statements) {
    var socket = "--socket=" + directory.resolve("socket");
    return Tool.run(
        Debian13.words("mariadb", "--no-defaults", socket, "-uroot", "-NBe", statements));
  }

  @Override
  public void close() {
    var process = server.process();
    process.destroyForcibly();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    Tool.run("rm", "-rf", directory.toString());
  }

  private static Daemon launch(Path directory, int port, Path first) throws IOException {
    var words =
        asServer(
            "mariadbd",
            "--no-defaults",
            "--datadir=" + directory.resolve("data"),
            "--socket=" + directory.resolve("socket"),
            "--pid-file=" + directory.resolve("pid"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--init-file=" + first,
            "--innodb-buffer-pool-size=16M",
            "--innodb-flush-log-at-trx-commit=0");
    return Daemon.start(words, directory.resolve("log"));
  }

  private void awaitReady() {
    if (!server.says("ready for connections", START_MAX)) {
      var log = server.said();
      close();
      throw new IllegalStateException("MariaDB does not start: " + log);
    }
  }

  private static List<String> asServer(String program, String... arguments) {
    var words = new ArrayList<String>();
    if (Debian13.isRoot()) {
      words.addAll(
          List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", program));
      words.addAll(List.of(arguments));
    } else {
      // In its own eyes it is root then, and has to be told that this is meant.
      words.add(program);
      words.addAll(List.of(arguments));
      words.add("--user=root");
    }
    return Debian13.words(words.toArray(String[]::new));
  }
}
