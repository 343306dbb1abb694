package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunJournal;
import dev.holdfast.fleet.run.RunJournalContract;
import dev.holdfast.fleet.run.RunRecord;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class SqliteRunJournalTest extends RunJournalContract {
  @TempDir Path directory;

  private final List<Store> open = new ArrayList<>();

  @Override
  protected RunJournal emptyJournal() {
    var store = Store.sqlite(directory.resolve("holdfast.db"));
    open.add(store);
    return store.journal();
  }

  @AfterEach
  void close_all() {
    open.forEach(Store::close);
  }

  @Test
  void a_record_is_one_json_object() throws Exception {
    emptyJournal().append(refused());
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("holdfast.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT record FROM runs")) {
      assertThat(row.next()).isTrue();
      var json = JsonMapper.builder().build().readTree(row.getString(1));
      assertThat(json.path("outcome").asString()).isEqualTo("failed");
      assertThat(json.path("code").asString()).isEqualTo("GRD-001");
      assertThat(json.path("findings").get(0).path("kind").asString()).isEqualTo("FORBIDDEN_CALL");
    }
  }

  private static RunRecord refused() {
    var at = Instant.parse("2026-01-02T12:00:00Z");
    var finding =
        new Finding(Finding.Kind.FORBIDDEN_CALL, "web1", at, "a delete was refused", "", "look");
    return new RunRecord(
        "id",
        Action.BACKUP,
        "web1",
        at,
        at,
        new Outcome.Failed(ErrorCode.CALL_REFUSED, "the guard refused a call", "look"),
        List.of(finding));
  }
}
