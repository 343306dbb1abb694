package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.read.Parsing;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.guard.Workbench;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is due, and what upkeep would do.
final class DueTargetsTest {
  private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
  private static final ObjectId ARCHIVE = new ObjectId(1, 0, 0, 0);

  private final MemoryJournal journal = new MemoryJournal();
  @AutoClose private final Workbench bench = Workbench.standard(1);
  private Instant now = NIGHT;
  private final RunPorts ports = OfflinePorts.of(journal, () -> now, bench);

  private static final Fleet FLEET =
      Parsing.yaml(
          """
          version: 1
          repository_hosts: { here: { local: true, root: /srv } }
          defaults: { sources: [/etc], repository: { host: here } }
          targets:
            daily: { local: true, actions: { backup: 1d, check: 7d, compact: always } }
            always: { local: true }
            never: { local: true, actions: { backup: never } }
          """);

  private static Target target(String name) {
    return Optional.ofNullable(FLEET.targets().get(name)).orElseThrow();
  }

  private Due due(Action action, String... names) {
    return new DueTargets(ports).of(action, Stream.of(names).map(DueTargetsTest::target).toList());
  }

  private void ran(Action action, Instant started, Outcome outcome) {
    var ended = started.plusSeconds(3600);
    journal.append(new RunRecord("id", action, "daily", started, ended, outcome, List.of()));
  }

  private static Outcome done() {
    return new Outcome.Done("made it", Optional.empty(), List.of());
  }

  @Test
  void what_was_never_done_is_due_and_what_is_never_to_be_done_is_not() {
    assertThat(due(Action.BACKUP, "daily", "always", "never").targets())
        .containsExactly(target("daily"), target("always"));
    var nothing = due(Action.BACKUP, "never");
    assertThat(nothing.targets()).isEmpty();
    assertThat(nothing.nothing())
        .isEqualTo("backup: nothing is due; no target says how often: actions: { backup: 1d }");
  }

  @Test
  void an_interval_counts_from_the_start_and_a_timer_that_is_a_little_early_misses_no_day() {
    ran(Action.BACKUP, NIGHT, done());
    now = NIGHT.plus(Duration.ofHours(22));
    var waiting = due(Action.BACKUP, "daily");
    assertThat(waiting.targets()).isEmpty();
    assertThat(waiting.nothing())
        .isEqualTo("backup: nothing is due; the next is daily, from 2026-03-02T00:48:00Z on");
    assertThat(due(Action.BACKUP, "daily", "always").targets()).containsExactly(target("always"));
    now = NIGHT.plus(Duration.ofDays(1)).minusSeconds(5);
    assertThat(due(Action.BACKUP, "daily").targets()).containsExactly(target("daily"));
  }

  @Test
  void what_was_done_at_a_time_to_come_keeps_nothing_waiting() {
    ran(Action.BACKUP, NIGHT.plus(Duration.ofDays(400)), done());
    assertThat(due(Action.BACKUP, "daily").targets()).containsExactly(target("daily"));
  }

  @Test
  void what_failed_is_due_at_once() {
    ran(Action.BACKUP, NIGHT.minus(Duration.ofDays(2)), done());
    ran(Action.BACKUP, NIGHT, new Outcome.Failed(ErrorCode.BORG_FAILED, "borg failed", "look"));
    assertThat(due(Action.BACKUP, "daily").targets()).hasSize(1);
  }

  @Test
  void what_a_target_does_not_take_part_in_is_refused() {
    ConfiguredAction.require(Action.BACKUP, target("daily"));
    ConfiguredAction.require(Action.RESTORE, target("never"));
    assertThatThrownBy(() -> ConfiguredAction.require(Action.BACKUP, target("never")))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("never says actions.backup: never");
  }

  @Test
  void a_check_is_told_with_its_words() {
    var depth = new CheckDepth.Contents();
    var plans =
        new UpkeepPlans(ports, Limits.defaults())
            .checks(List.of(target("daily"), target("always")), false, depth);
    assertThat(plans.getFirst().acts()).isTrue();
    assertThat(plans.getFirst().sentence())
        .isEqualTo("checking /srv/daily on here: borg check --verify-data");
    assertThat(plans.getLast().acts()).isFalse();
    assertThat(plans.getLast().sentence()).contains("actions.check: never");
    checked(NIGHT, new CheckDepth.Everything());
    assertThat(check(false).sentence()).startsWith("not due before 2026-03-07T");
    assertThat(check(true).acts()).isTrue();
  }

  @Test
  void a_check_is_due_where_only_lighter_ones_were_made() {
    checked(NIGHT.minus(Duration.ofDays(6)), new CheckDepth.Contents());
    checked(NIGHT.minus(Duration.ofDays(5)), new CheckDepth.Everything());
    checked(NIGHT, new CheckDepth.Partial(Duration.ofMinutes(10)));
    now = NIGHT.plus(Duration.ofDays(1));
    assertThat(dueCheck(new CheckDepth.Contents()).targets()).hasSize(1);
    for (var fresh :
        List.of(
            new CheckDepth.Everything(),
            new CheckDepth.RepositoryOnly(),
            new CheckDepth.ArchivesOnly(),
            new CheckDepth.Partial(Duration.ofMinutes(1)))) {
      assertThat(dueCheck(fresh).targets()).isEmpty();
    }
    now = NIGHT.plus(Duration.ofDays(2));
    assertThat(dueCheck(new CheckDepth.RepositoryOnly()).targets()).hasSize(1);
    assertThat(dueCheck(new CheckDepth.Partial(Duration.ofMinutes(1))).targets()).isEmpty();
    assertThat(check(false).acts()).isTrue();
  }

  private Due dueCheck(CheckDepth depth) {
    return new DueTargets(ports).checks(depth, List.of(target("daily")));
  }

  private void checked(Instant started, CheckDepth depth) {
    journal.append(
        new RunRecord(
            "id",
            Action.CHECK,
            Optional.of(depth),
            "daily",
            started,
            started.plusSeconds(3600),
            done(),
            List.of()));
  }

  private ActionPlan check(boolean named) {
    var depth = new CheckDepth.Everything();
    return new UpkeepPlans(ports, Limits.defaults())
        .checks(List.of(target("daily")), named, depth)
        .getFirst();
  }

  private ActionPlan compact() {
    return new UpkeepPlans(ports, Limits.defaults())
        .compacts(List.of(target("daily")), false)
        .getFirst();
  }

  @Test
  void a_compaction_waits_for_the_quarantine_and_for_findings() {
    var ledger = ports.ledgerOf(target("daily"));
    var name = new ArchiveName("a");
    ledger.append(
        new LedgerEntry.RepositoryKnown(
            ObjectId.MANIFEST, KeyType.REPOKEY, Optional.empty(), LedgerEntry.Origin.CREATED),
        new LedgerEntry.ArchiveAcknowledged(
            new LedgerArchive(ARCHIVE, name, NIGHT, NIGHT, LedgerArchive.Figures.none())));
    assertThat(compact().sentence()).contains("nothing was dropped");
    ledger.append(
        new LedgerEntry.RetentionDecided(
            "p", List.of(new LedgerEntry.RetentionDecided.Drop(ARCHIVE, name, "no rule keeps it"))),
        new LedgerEntry.RetentionExecuted("p", List.of(ARCHIVE)));
    assertThat(compact().acts()).isFalse();
    assertThat(compact().sentence())
        .isEqualTo("the space of 1 dropped archive is kept until 2026-03-04T02:00:00Z");
    now = Instant.parse("2026-03-04T02:00:00Z");
    assertThat(compact().acts()).isTrue();
    ledger.append(new LedgerEntry.FindingRaised("strange", "something", "", "look"));
    assertThat(compact().acts()).isFalse();
    assertThat(compact().sentence()).contains("1 open finding,");
  }
}
