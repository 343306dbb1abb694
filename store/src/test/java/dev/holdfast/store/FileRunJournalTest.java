package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunJournal;
import dev.holdfast.fleet.run.RunJournalContract;
import dev.holdfast.fleet.run.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FileRunJournalTest extends RunJournalContract {
  @TempDir Path directory;

  @Override
  protected RunJournal emptyJournal() {
    return new FileRunJournal(directory.resolve("state"));
  }

  @Test
  void a_record_is_one_line_of_json_that_only_its_owner_can_reach() throws Exception {
    emptyJournal().append(refused());
    var lines = Files.readAllLines(directory.resolve("state/runs.jsonl"));
    assertThat(lines).hasSize(1);
    var json = JsonMapper.builder().build().readTree(lines.getFirst());
    assertThat(json.path("outcome").asString()).isEqualTo("failed");
    assertThat(json.path("code").asString()).isEqualTo("GRD-001");
    assertThat(json.path("findings").get(0).path("kind").asString()).isEqualTo("FORBIDDEN_CALL");
    var mode = Files.getPosixFilePermissions(directory.resolve("state"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rwx------");
  }

  @Test
  void a_damaged_estimate_is_no_estimate() throws Exception {
    var journal = emptyJournal();
    Files.createDirectories(directory.resolve("state/archives"));
    Files.writeString(directory.resolve("state/archives/web1.json"), "{\"name\":");
    assertThat(journal.lastArchive("web1")).isEmpty();
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
