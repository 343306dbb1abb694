package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.LedgerContract;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLedgerTest extends LedgerContract {
  @TempDir Path directory;

  private final List<Store> open = new ArrayList<>();
  private final List<Tables> reading = new ArrayList<>();

  private Path file() {
    return directory.resolve("state/holdfast.db");
  }

  @Override
  protected Ledger ledger() {
    return sameLedgerAgain();
  }

  @Override
  protected Ledger sameLedgerAgain() {
    var store = Store.sqlite(file());
    open.add(store);
    return store.ledger();
  }

  @AfterEach
  void close_all() {
    reading.forEach(Tables::close);
    // The last one to go clears SQLite's log away, if it may write.
    open.forEach(Store::close);
  }

  @Test
  void looking_makes_no_file() {
    assertThat(ledger().chains()).isEmpty();
    assertThat(ledger().linksAfter("web1", 0)).isEmpty();
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void what_cannot_be_looked_at_is_not_taken_for_nothing() throws Exception {
    Files.writeString(directory.resolve("state"), "a file where a directory should be");
    assertThatThrownBy(() -> ledger().chains())
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE))
        .hasMessageContaining(file().toString());
    assertThatThrownBy(() -> ledger().linksAfter("web1", 0)).isInstanceOf(FleetException.class);
  }

  @Test
  void on_a_disk_that_became_read_only_it_can_still_be_read() throws Exception {
    ForgedEntries.append(ledger());
    assertThat(Path.of(file() + "-wal")).isNotEmptyFile();
    assertThat(forReading().linksAfter("web1", 0)).as("what is in the log").hasSize(2);
    close_all();
    assertThat(Path.of(file() + "-wal")).doesNotExist();
    var reading = forReading();
    assertThat(reading.linksAfter("web1", 0)).hasSize(2);
    assertThat(directory.resolve("state")).isDirectoryNotContaining("glob:**-{wal,shm}");
    assertThatThrownBy(() -> ForgedEntries.append(reading))
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> assertThat(e.sentence()).contains("its directory cannot be written"));
  }

  private Ledger forReading() {
    var tables = new Tables(new SqliteDatabase(file(), _ -> false));
    reading.add(tables);
    return new SqlLedger(tables);
  }

  @Test
  void only_its_owner_can_reach_it() throws Exception {
    ForgedEntries.append(ledger());
    for (var part : List.of("holdfast.db", "holdfast.db-wal", "holdfast.db-shm")) {
      var mode = Files.getPosixFilePermissions(directory.resolve("state").resolve(part));
      assertThat(PosixFilePermissions.toString(mode)).as(part).isEqualTo("rw-------");
    }
    var mode = Files.getPosixFilePermissions(directory.resolve("state"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rwx------");
  }

  @Test
  void the_file_itself_refuses_changes() throws Exception {
    ForgedEntries.append(ledger());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      ForgedEntries.assertRefused(connection, "UPDATE ledger SET content = '{}'");
      ForgedEntries.assertRefused(connection, "DELETE FROM ledger");
      ForgedEntries.assertRefused(
          connection, "INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE sequence = 1");
      assertThat(kinds(connection)).containsExactly("repository-known", "manifest-seen");
    }
  }

  private static List<String> kinds(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT kind FROM ledger_entries ORDER BY sequence")) {
      var kinds = new ArrayList<String>();
      while (rows.next()) {
        kinds.add(rows.getString(1));
      }
      return kinds;
    }
  }

  @Test
  void what_was_changed_around_the_triggers_is_found() throws Exception {
    ForgedEntries.append(ledger());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER ledger_update");
      statement.execute("UPDATE ledger SET content = replace(content, 'repokey', 'none')");
    }
    assertThatThrownBy(() -> new TargetLedger(ledger(), "web1", () -> ForgedEntries.NOON).state())
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_BROKEN));
  }

  @Test
  void tables_of_a_newer_version_are_left_alone() throws Exception {
    ForgedEntries.append(ledger());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 1000");
    }
    assertThatThrownBy(() -> ledger().chains())
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("version 1000");
  }

  @Test
  void what_is_no_database_is_told_by_its_name() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "this is no database ".repeat(100));
    assertThatThrownBy(() -> ledger().chains())
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE);
              assertThat(e.sentence()).contains(file().toString());
            });
  }
}
