package dev.holdfast.store;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One connection to a database whose tables are of this version; made when it is first needed, and
/// anew after it broke. Its users take turns.
final class Tables implements AutoCloseable {
  /// Something that is done in one turn.
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private final Database database;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Connection open;

  Tables(Database database) {
    this.database = database;
  }

  /// Whether there is anything to read.
  ///
  /// @throws FleetException if nobody can tell
  boolean exist() {
    return inTurn(database::exists);
  }

  /// Where they are, for messages.
  String place() {
    return database.place();
  }

  /// Reads; a connection that broke since its last use is replaced once.
  <T> T read(Work<T> work) {
    return inTurn(() -> {
      try {
        return work.with(connection());
      } catch (SQLException e) {
        if (!broke()) {
          throw e;
        }
        return work.with(connection());
      }
    });
  }

  /// Writes in one transaction, alone; what it returns has reached the disk.
  <T> T write(Work<T> work) {
    return inTurn(() -> {
      var connection = connection();
      if (connection.isReadOnly()) {
        throw new SQLException("its directory cannot be written");
      }
      try {
        database.beginWriting(connection);
      } catch (SQLException e) {
        if (!broke()) {
          throw e;
        }
        connection = connection();
        database.beginWriting(connection);
      }
      return committed(connection, work);
    });
  }

  private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
    try {
      var result = work.with(connection);
      execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection);
      throw e;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException _) {
      // The database rolls back itself when the connection is gone; why it is gone is told already.
      return;
    }
  }

  private interface Turn<T> {
    T take() throws SQLException;
  }

  private <T> T inTurn(Turn<T> work) {
    turn.lock();
    try {
      return work.take();
    } catch (SQLException e) {
      throw new FleetException(
          ErrorCode.LEDGER_UNAVAILABLE,
          "the database %s cannot be used: %s".formatted(database.place(), e.getMessage()),
          "look at its rights, its disk and, for a server, at the network",
          e);
    } finally {
      turn.unlock();
    }
  }

  /// Whether the connection is of no use any more; the next use opens another.
  private boolean broke() {
    try {
      if (open != null && open.isValid(1)) {
        return false;
      }
    } catch (SQLException _) {
      // As good as broken.
    }
    closeOpen();
    return true;
  }

  private Connection connection() throws SQLException {
    var existing = open;
    if (existing != null) {
      return existing;
    }
    var fresh = database.connect();
    try {
      if (fresh.isReadOnly()) {
        requireCurrent(database.version(fresh));
      } else {
        migrate(fresh);
      }
    } catch (SQLException | RuntimeException e) {
      fresh.close();
      throw e;
    }
    open = fresh;
    return fresh;
  }

  private void migrate(Connection connection) throws SQLException {
    var steps = database.migrations();
    database.beginWriting(connection);
    committed(
        connection,
        _ -> {
          var version = database.version(connection);
          requireKnown(version);
          for (var step : steps.subList(version, steps.size())) {
            for (var sql : step) {
              execute(connection, sql);
            }
          }
          if (version < steps.size()) {
            database.setVersion(connection, steps.size());
          }
          return true;
        });
  }

  private void requireKnown(int version) throws SQLException {
    var known = database.migrations().size();
    if (version > known) {
      throw new SQLException(
          "its tables are of version %d, and this Holdfast knows %d only: use the newer one"
              .formatted(version, known));
    }
  }

  private void requireCurrent(int version) throws SQLException {
    requireKnown(version);
    if (version < database.migrations().size()) {
      throw new SQLException("its tables are of an older version, and it cannot be written");
    }
  }

  private void closeOpen() {
    var closing = open;
    open = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (SQLException _) {
        // What was committed is safe, and nothing else is open.
        return;
      }
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closeOpen();
    } finally {
      turn.unlock();
    }
  }
}
