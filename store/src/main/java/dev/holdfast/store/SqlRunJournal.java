package dev.holdfast.store;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.ArchiveSummary;
import dev.holdfast.fleet.run.CheckDepth;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunJournal;
import dev.holdfast.fleet.run.RunRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// The journal of runs as a table: each record is one JSON object, as `docs/user/json.md` shows it.
final class SqlRunJournal implements RunJournal {
  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  /// Whoever has failed, or looked less deep, so often is due in any case.
  private static final int OTHERS_MAX = 1000;

  private final Tables tables;

  SqlRunJournal(Tables tables) {
    this.tables = tables;
  }

  @Override
  public void append(RunRecord record) {
    tables.write(connection -> {
      insert(connection, record);
      return true;
    });
  }

  private static void insert(Connection connection, RunRecord record) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO runs (target, action, ended, record, archive) VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, record.target());
      insert.setString(2, record.action().name().toLowerCase(Locale.ROOT));
      insert.setString(3, record.ended().toString());
      insert.setString(4, JSON.writeValueAsString(RunRecordJson.of(record)));
      insert.setString(5, archive(record));
      insert.executeUpdate();
    }
  }

  private static @Nullable String archive(RunRecord record) {
    return record.action() == Action.BACKUP
            && record.outcome() instanceof Outcome.Done done
            && done.archive().isPresent()
        ? JSON.writeValueAsString(done.archive().get())
        : null;
  }

  @Override
  public Optional<ArchiveSummary> lastArchive(String target) {
    return tables.exist()
        ? tables.read(connection -> lastArchive(connection, target))
        : Optional.empty();
  }

  @Override
  public Optional<Instant> lastDone(String target, Action action) {
    return tables.exist()
        ? tables.read(connection -> lastDone(connection, target, action, _ -> true))
        : Optional.empty();
  }

  @Override
  public Optional<Instant> lastChecked(String target, CheckDepth depth) {
    var deep = depth.coveredBy();
    return tables.exist()
        ? tables.read(connection -> lastDone(connection, target, Action.CHECK, deep::contains))
        : Optional.empty();
  }

  /// @param depth what the record's depth must be like; it is empty but for checks
  private static Optional<Instant> lastDone(
      Connection connection, String target, Action action, Predicate<String> depth)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT record FROM runs WHERE target = ? AND action = ?"
                + " ORDER BY number DESC LIMIT "
                + OTHERS_MAX)) {
      query.setString(1, target);
      query.setString(2, action.name().toLowerCase(Locale.ROOT));
      try (var row = query.executeQuery()) {
        while (row.next()) {
          var record = JSON.readTree(row.getString(1));
          if (!record.path("outcome").asString("").equals("failed")
              && depth.test(record.path("depth").asString(""))) {
            return Optional.of(Instant.parse(record.path("started").asString("")));
          }
        }
        return Optional.empty();
      } catch (JacksonException | DateTimeException _) {
        return Optional.empty();
      }
    }
  }

  /// Empty also for what cannot be read: it only feeds an estimate.
  private static Optional<ArchiveSummary> lastArchive(Connection connection, String target)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT archive FROM runs WHERE target = ? AND archive IS NOT NULL"
                + " ORDER BY number DESC LIMIT 1")) {
      query.setString(1, target);
      try (var row = query.executeQuery()) {
        return row.next()
            ? Optional.of(JSON.readValue(row.getString(1), ArchiveSummary.class))
            : Optional.empty();
      } catch (JacksonException _) {
        return Optional.empty();
      }
    }
  }
}
