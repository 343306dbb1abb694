package dev.holdfast.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Predicate;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// A file in a directory of the controller, for its owner only. Several processes of one machine
/// may share it.
final class SqliteDatabase implements Database {
  /// How long a writer waits for another one.
  private static final String BUSY_MILLIS = "30000";

  private final Path file;
  private final Predicate<Path> writable;

  SqliteDatabase(Path file) {
    this(file, Files::isWritable);
  }

  /// @param writable whether its directory is
  SqliteDatabase(Path file, Predicate<Path> writable) {
    this.file = file;
    this.writable = writable;
  }

  @Override
  public boolean exists() throws SQLException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      requireWay();
      return false;
    } catch (AccessDeniedException e) {
      throw new SQLException("this user may not look into its directory", e);
    } catch (FileSystemException e) {
      throw new SQLException("nobody can tell whether it is there: " + e.getReason(), e);
    } catch (IOException e) {
      throw new SQLException("nobody can tell whether it is there: " + e, e);
    }
  }

  /// What stands in the way of the directory, a file or a link to a disk that is not mounted, may
  /// hide anything.
  private void requireWay() throws SQLException {
    var nearest = directory();
    while (nearest.getParent() != null && Files.notExists(nearest, LinkOption.NOFOLLOW_LINKS)) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest)) {
      throw new SQLException(nearest + " is no directory");
    }
  }

  @Override
  public Connection connect() throws SQLException {
    if (exists() && !writable.test(directory())) {
      return connectForReading();
    }
    try {
      makeForOwnerOnly();
    } catch (IOException e) {
      throw new SQLException("the file cannot be made: " + e, e);
    }
    var settings = new Properties();
    settings.setProperty("busy_timeout", BUSY_MILLIS);
    settings.setProperty("journal_mode", "WAL");
    // What was acknowledged must outlive a power failure.
    settings.setProperty("synchronous", "FULL");
    settings.setProperty("trusted_schema", "false");
    return JDBC.createConnection("jdbc:sqlite:" + file, settings);
  }

  /// On a disk that became read-only, everything there is must still be told. Where SQLite has left
  /// a log of what is not in the file yet, it can read that too; without one it would make one,
  /// unless it is told that nobody changes the file, and here nobody can.
  private Connection connectForReading() throws SQLException {
    var settings = new SQLiteConfig();
    settings.setReadOnly(true);
    settings.setBusyTimeout(Integer.parseInt(BUSY_MILLIS));
    var alone = hasLog() ? "" : "&immutable=1";
    return JDBC.createConnection(
        "jdbc:sqlite:" + file.toUri() + "?mode=ro" + alone, settings.toProperties());
  }

  private boolean hasLog() {
    return file.resolveSibling(file.getFileName() + "-wal").toFile().length() > 0;
  }

  private Path directory() {
    return requireNonNull(file.toAbsolutePath().getParent());
  }

  /// SQLite gives the files next to it the same mode.
  private void makeForOwnerOnly() throws IOException {
    var directory = directory();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, attribute("rwx------"));
    }
    if (!Files.exists(file)) {
      try {
        Files.createFile(file, attribute("rw-------"));
      } catch (FileAlreadyExistsException _) {
        // Another process was quicker.
        return;
      }
    }
  }

  private static FileAttribute<?> attribute(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
  }

  @Override
  public int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  @Override
  public void setVersion(Connection connection, int version) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = " + version);
    }
  }

  @Override
  public List<List<String>> migrations() {
    return List.of(
        List.of(
            """
            CREATE TABLE ledger (
              chain TEXT NOT NULL, sequence INTEGER NOT NULL, previous TEXT NOT NULL,
              content TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (chain, sequence))\
            """,
            refusal("UPDATE", ""),
            refusal("DELETE", ""),
            // INSERT OR REPLACE would delete without asking the trigger above.
            refusal(
                "INSERT",
                " WHEN EXISTS (SELECT 1 FROM ledger l"
                    + " WHERE l.chain = NEW.chain AND l.sequence >= NEW.sequence)"),
            """
            CREATE VIEW ledger_entries AS SELECT chain, sequence,
              json_extract(content, '$.at') AS at, json_extract(content, '$.kind') AS kind,
              content FROM ledger\
            """,
            """
            CREATE TABLE runs (
              number INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, action TEXT NOT NULL,
              ended TEXT NOT NULL, record TEXT NOT NULL, archive TEXT)\
            """,
            "CREATE INDEX runs_by_target ON runs (target, number)"));
  }

  private static String refusal(String operation, String condition) {
    return "CREATE TRIGGER ledger_%s BEFORE %s ON ledger%s BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        .formatted(operation.toLowerCase(Locale.ROOT), operation, condition);
  }

  @Override
  public String place() {
    return file.toString();
  }
}
