package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.failure.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every journal promises. A subclass says only how to make an empty one.
public abstract class RunJournalContract {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  protected abstract RunJournal emptyJournal();

  @Test
  public void an_empty_journal_knows_no_archive() {
    assertThat(emptyJournal().lastArchive("web1")).isEmpty();
  }

  @Test
  public void the_newest_backup_of_a_target_is_remembered() {
    var journal = emptyJournal();
    journal.append(backup("web1", archive("first", 10)));
    journal.append(backup("web1", archive("second", 20)));
    journal.append(backup("web2", archive("other", 30)));
    assertThat(journal.lastArchive("web1")).contains(archive("second", 20));
  }

  @Test
  public void a_failed_backup_does_not_hide_the_archive_before_it() {
    var journal = emptyJournal();
    journal.append(backup("web1", archive("first", 10)));
    journal.append(
        record("web1", new Outcome.Failed(ErrorCode.BORG_FAILED, "borg failed", "look")));
    assertThat(journal.lastArchive("web1")).contains(archive("first", 10));
  }

  @Test
  public void an_action_was_done_when_it_last_did_not_fail() {
    var journal = emptyJournal();
    assertThat(journal.lastDone("web1", Action.BACKUP)).isEmpty();
    journal.append(backup("web1", archive("first", 10)));
    journal.append(
        new RunRecord(
            "id",
            Action.BACKUP,
            "web1",
            NOON.plusSeconds(60),
            NOON.plusSeconds(70),
            new Outcome.Failed(ErrorCode.BORG_FAILED, "borg failed", "look"),
            List.of()));
    assertThat(journal.lastDone("web1", Action.BACKUP)).contains(NOON);
    assertThat(journal.lastDone("web1", Action.CHECK)).isEmpty();
    assertThat(journal.lastDone("web2", Action.BACKUP)).isEmpty();
  }

  @Test
  public void a_lighter_check_is_not_taken_for_a_deeper_one() {
    var journal = emptyJournal();
    var hour = Duration.ofHours(1);
    journal.append(check(NOON, new CheckDepth.Contents()));
    journal.append(check(NOON.plus(hour), new CheckDepth.RepositoryOnly()));
    journal.append(check(NOON.plus(hour.multipliedBy(2)), new CheckDepth.Partial(hour)));
    assertThat(journal.lastChecked("web1", new CheckDepth.Contents())).contains(NOON);
    assertThat(journal.lastChecked("web1", new CheckDepth.Everything())).contains(NOON);
    assertThat(journal.lastChecked("web1", new CheckDepth.ArchivesOnly())).contains(NOON);
    assertThat(journal.lastChecked("web1", new CheckDepth.RepositoryOnly()))
        .contains(NOON.plus(hour));
    assertThat(journal.lastChecked("web1", new CheckDepth.Partial(hour.dividedBy(2))))
        .contains(NOON.plus(hour.multipliedBy(2)));
    assertThat(journal.lastChecked("web2", new CheckDepth.Partial(hour))).isEmpty();
  }

  private static RunRecord check(Instant started, CheckDepth depth) {
    var outcome = new Outcome.Done("sound", Optional.empty(), List.of());
    return new RunRecord(
        "id",
        Action.CHECK,
        Optional.of(depth),
        "web1",
        started,
        started.plusSeconds(5),
        outcome,
        List.of());
  }

  private static ArchiveSummary archive(String name, long bytes) {
    return new ArchiveSummary(name, "00".repeat(32), 3, bytes, 5);
  }

  private static RunRecord backup(String target, ArchiveSummary archive) {
    return record(target, new Outcome.Done("made it", Optional.of(archive), List.of()));
  }

  private static RunRecord record(String target, Outcome outcome) {
    return new RunRecord(
        "id", Action.BACKUP, target, NOON, NOON.plusSeconds(5), outcome, List.of());
  }
}
