package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real PostgreSQL server on a free port of 127.0.0.1, in a directory of its own that goes with
/// it. The server refuses to run as root, so for root it runs as the user `postgres`.
public final class ThrowawayPostgres implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
  private static final String SUPERUSER = "holdfast";
  private static final String PASSWORD = "a word for tests";

  private final Path directory;
  private final int port;

  private ThrowawayPostgres(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /// Starts it and waits until it answers.
  ///
  /// @throws IllegalStateException where the package is missing, with the line that installs it
  public static ThrowawayPostgres start() {
    try {
      var directory = Files.createTempDirectory("holdfast-postgres");
      var password = Files.writeString(directory.resolve("password"), PASSWORD);
      if (isRoot()) {
        Tool.run("chown", "-R", "postgres:", directory.toString());
      }
      var data = directory.resolve("data").toString();
      asServer(
          "initdb",
          "-D",
          data,
          "-U",
          SUPERUSER,
          "-E",
          "UTF8",
          "-A",
          "scram-sha-256",
          "--no-sync",
          "--pwfile=" + password);
      var port = FreePort.find();
      var options =
          "-p %d -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories=%s"
              .formatted(port, directory);
      var log = directory.resolve("log").toString();
      asServer("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start");
      return new ThrowawayPostgres(directory, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The address of an empty database of this name that is made now.
  public String freshDatabase(String name) {
    ask("CREATE DATABASE " + name);
    return "postgresql://127.0.0.1:%d/%s".formatted(port, name);
  }

  /// Who may do everything there.
  public String user() {
    return SUPERUSER;
  }

  /// The user's password.
  public String password() {
    return PASSWORD;
  }

  /// Runs a statement as the one who may do everything.
  ///
  /// @return rows, their columns divided by bars
  public String ask(String statement) {
    var url = "postgresql://%s@127.0.0.1:%d/postgres".formatted(SUPERUSER, port);
    return Tool.run("env", "PGPASSWORD=" + PASSWORD, program("psql"), url, "-Atc", statement);
  }

  /// The address as Vault's engine for databases wants it, with places for a login.
  public String urlForVault() {
    return "postgresql://{{username}}:{{password}}@127.0.0.1:%d/postgres?sslmode=disable"
        .formatted(port);
  }

  /// Whether it lets somebody in.
  public boolean accepts(String user, String password) {
    var url = "postgresql://%s@127.0.0.1:%d/postgres".formatted(user, port);
    try {
      Tool.run("env", "PGPASSWORD=" + password, program("psql"), "-w", url, "-c", "SELECT 1");
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  /// Ends all its connections as a crash would, and starts it again.
  public void crash() {
    asServer(
        "pg_ctl",
        "-D",
        directory.resolve("data").toString(),
        "-l",
        directory.resolve("log").toString(),
        "-w",
        "-m",
        "immediate",
        "restart");
  }

  @Override
  public void close() {
    asServer("pg_ctl", "-D", directory.resolve("data").toString(), "-m", "immediate", "stop");
    Tool.run("rm", "-rf", directory.toString());
  }

  private static void asServer(String program, String... arguments) {
    var words = new ArrayList<String>();
    if (isRoot()) {
      words.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    // Its locale is that of no machine, so that an unknown one cannot keep it from starting.
    words.addAll(List.of("env", "-C", "/", "LC_ALL=C.UTF-8", program(program)));
    words.addAll(List.of(arguments));
    Tool.run(words);
  }

  private static String program(String name) {
    try (var versions = Files.newDirectoryStream(PROGRAMS)) {
      for (var version : versions) {
        var program = version.resolve("bin").resolve(name);
        if (Files.isExecutable(program)) {
          return program.toString();
        }
      }
    } catch (IOException _) {
      // Told below.
    }
    throw new IllegalStateException(
        "PostgreSQL is not installed: run scripts/install-needs test, or apt-get install postgresql");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
