package dev.holdfast.store;

import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.run.RunJournal;
import dev.holdfast.secrets.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// What the controller remembers, in one database. Nothing is opened before it is needed.
public final class Store implements AutoCloseable {
  private final Tables tables;

  private Store(Database database) {
    this.tables = new Tables(database);
  }

  /// A file of the controller; made, for its owner only, when the first thing is written.
  public static Store sqlite(Path file) {
    return new Store(new SqliteDatabase(file));
  }

  /// A PostgreSQL server, which several controllers may share.
  ///
  /// @param url `postgresql://…`, without a login
  /// @param password opened for each connection, and closed with it
  public static Store postgres(String url, String user, Supplier<Optional<Secret>> password) {
    return new Store(new PostgresDatabase(url, user, password));
  }

  /// The ledger.
  public Ledger ledger() {
    return new SqlLedger(tables);
  }

  /// How runs ended.
  public RunJournal journal() {
    return new SqlRunJournal(tables);
  }

  @Override
  public void close() {
    tables.close();
  }
}
