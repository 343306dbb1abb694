package dev.holdfast.store;

import dev.holdfast.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/// A PostgreSQL database that several controllers may share.
final class PostgresDatabase implements Database {
  /// Any number; whoever changes tables holds this lock.
  private static final long LOCK = 0x686f6c6466617374L;

  private static final String CONNECT_SECONDS = "10";
  private static final String SOCKET_SECONDS = "60";

  private final String url;
  private final String user;
  private final Supplier<Optional<Secret>> password;

  /// @param url `postgresql://…`, without a login
  /// @param password opened for each connection
  PostgresDatabase(String url, String user, Supplier<Optional<Secret>> password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /// It is elsewhere: whoever asks it will see.
  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public Connection connect() throws SQLException {
    var settings = new Properties();
    settings.setProperty("connectTimeout", CONNECT_SECONDS);
    settings.setProperty("socketTimeout", SOCKET_SECONDS);
    settings.setProperty("ApplicationName", "holdfast");
    settings.setProperty("user", user);
    password
        .get()
        .ifPresent(secret -> {
          try (secret) {
            settings.setProperty("password", secret.use(PostgresDatabase::text));
          }
        });
    return DriverManager.getConnection("jdbc:" + url, settings);
  }

  /// The driver takes no other form.
  private static String text(byte[] password) {
    return new String(password, StandardCharsets.UTF_8).strip();
  }

  @Override
  public void beginWriting(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
    }
  }

  @Override
  public int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS holdfast_tables (version integer NOT NULL PRIMARY KEY)");
      try (var row = statement.executeQuery("SELECT max(version) FROM holdfast_tables")) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  @Override
  public void setVersion(Connection connection, int version) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("INSERT INTO holdfast_tables VALUES (" + version + ")");
    }
  }

  @Override
  public List<List<String>> migrations() {
    return List.of(
        List.of(
            """
            CREATE TABLE ledger (
              chain text NOT NULL, sequence bigint NOT NULL, previous text NOT NULL,
              content text NOT NULL, hash text NOT NULL, PRIMARY KEY (chain, sequence))\
            """,
            """
            CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''the ledger is append-only''; END'\
            """,
            """
            CREATE TRIGGER ledger_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
              FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()\
            """,
            """
            CREATE VIEW ledger_entries AS SELECT chain, sequence,
              content::json ->> 'at' AS at, content::json ->> 'kind' AS kind,
              content FROM ledger\
            """,
            """
            CREATE TABLE runs (
              number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, target text NOT NULL,
              action text NOT NULL, ended text NOT NULL, record text NOT NULL, archive text)\
            """,
            "CREATE INDEX runs_by_target ON runs (target, number)"));
  }

  @Override
  public String place() {
    return url;
  }
}
