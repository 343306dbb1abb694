package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.read.Parsing;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.MemoryLedger;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrunePlanTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final PlanningTime TIME = new PlanningTime(NOW, Duration.ofMinutes(15));

  private Instant clock = NOW;
  private final TargetLedger ledger = new TargetLedger(new MemoryLedger(), "web1", () -> clock);

  private static Target target(String upkeep) {
    var fleet =
        Parsing.yaml(
            """
            version: 1
            known_hosts: ["h ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"]
            repository_hosts: { here: { local: true, root: /srv } }
            targets:
              web1:
                local: true
                sources: [/etc]
                repository: { host: here }
            """
                + upkeep.indent(4));
    return fleet.targets().values().iterator().next();
  }

  private static ObjectId id(int number) {
    var bytes = new byte[ObjectId.BYTES];
    bytes[0] = (byte) number;
    return ObjectId.ofDigest(bytes);
  }

  /// The target claims that it was made long ago, whenever it was.
  private void received(int number, String time) {
    ledger.append(
        new LedgerEntry.ArchiveAcknowledged(
            new LedgerArchive(
                id(number),
                new ArchiveName("a" + number),
                Instant.parse(time),
                Instant.EPOCH,
                LedgerArchive.Figures.none())));
  }

  private void know() {
    ledger.append(
        new LedgerEntry.RepositoryKnown(
            id(99), KeyType.REPOKEY, Optional.empty(), LedgerEntry.Origin.CREATED));
  }

  private List<String> plan(String upkeep) {
    return PrunePlan.of(target(upkeep), ledger.state(), TIME).archives().stream()
        .map(line -> line.name() + " " + line.kept() + " " + line.reason())
        .toList();
  }

  @Test
  void archives_count_by_their_time_of_receipt() {
    know();
    received(1, "2026-02-27T10:00:00Z");
    received(2, "2026-02-28T10:00:00Z");
    received(3, "2026-02-28T11:00:00Z");
    received(4, "2026-03-01T10:00:00Z");
    assertThat(plan("retention: { daily: 2 }"))
        .containsExactly(
            "a4 true daily #1",
            "a3 true daily #2",
            "a2 false no rule keeps it",
            "a1 false no rule keeps it");
    assertThat(plan("retention: { daily: 1, protect_last: 2, floor: 3 }"))
        .containsExactly(
            "a4 true daily #1",
            "a3 true protect-last #2",
            "a2 true floor",
            "a1 false no rule keeps it");
  }

  @Test
  void a_hold_keeps_what_rules_would_drop() {
    know();
    received(1, "2026-02-27T10:00:00Z");
    received(2, "2026-02-28T10:00:00Z");
    ledger.append(new LedgerEntry.HoldPlaced(id(1), "ann", "court"));
    assertThat(plan("retention: { last: 1 }"))
        .containsExactly("a2 true secondly #1", "a1 true hold");
  }

  /// A clock was ahead for one backup; then it was put right.
  @Test
  void an_archive_of_the_future_takes_the_place_of_none() {
    know();
    received(1, "2026-02-27T10:00:00Z");
    received(2, "2027-04-05T10:00:00Z");
    received(3, "2026-02-28T10:00:00Z");
    received(4, "2026-03-01T12:14:59Z");
    assertThat(plan("retention: { last: 1, protect_last: 1, floor: 2 }"))
        .containsExactly(
            "a2 true its time of receipt cannot be right",
            "a4 true secondly #1",
            "a3 true floor",
            "a1 false no rule keeps it");
    var warnings = PrunePlan.of(target("retention: { last: 1 }"), ledger.state(), TIME).warnings();
    assertThat(warnings).singleElement().asString().contains("1 archive of web1", "a2");
  }

  /// The clock of a machine without a battery begins in 1970; that of another was a month ahead
  /// until everybody had forgotten it.
  @Test
  void an_archive_out_of_the_order_of_the_ledger_is_not_counted() {
    know();
    received(8, "2025-12-31T10:00:00Z");
    received(1, "2026-01-01T10:00:00Z");
    received(2, "1970-01-01T00:01:00Z");
    received(3, "2026-01-02T10:00:00Z");
    received(4, "2026-02-03T10:00:00Z");
    received(5, "2026-01-03T10:00:00Z");
    received(6, "2026-01-03T09:50:00Z");
    received(7, "2026-01-04T10:00:00Z");
    assertThat(plan("retention: { last: 2 }"))
        .containsExactly(
            "a2 true its time of receipt cannot be right",
            "a4 true its time of receipt cannot be right",
            "a7 true secondly #1",
            "a5 true secondly #2",
            "a6 false no rule keeps it",
            "a3 false no rule keeps it",
            "a1 false no rule keeps it",
            "a8 false no rule keeps it");
  }

  @Test
  void where_two_times_contradict_each_other_neither_archive_goes() {
    know();
    received(1, "2026-01-03T10:00:00Z");
    received(2, "2026-01-02T10:00:00Z");
    received(3, "2026-01-04T10:00:00Z");
    received(4, "2026-01-05T10:00:00Z");
    assertThat(plan("retention: { last: 1 }"))
        .containsExactly(
            "a1 true its time of receipt cannot be right",
            "a2 true its time of receipt cannot be right",
            "a4 true secondly #1",
            "a3 false no rule keeps it");
  }

  /// Everything lies in the future: nothing goes, whatever the rules say.
  @Test
  void while_the_clock_is_behind_nothing_goes() {
    know();
    received(1, "2026-03-02T10:00:00Z");
    received(2, "2026-03-03T10:00:00Z");
    assertThat(plan("retention: { last: 1, protect_last: 0, floor: 1 }"))
        .allMatch(line -> line.contains("true its time of receipt"));
    assertThat(TIME.isBelieved(ledger.state())).isFalse();
  }

  /// Archives that a rebuild took over stand in the ledger as the list of archives names them.
  @Test
  void the_order_of_archives_that_were_learnt_says_nothing() {
    know();
    for (int number = 1; number <= 3; number++) {
      var made = Instant.parse("2026-02-0%dT10:00:00Z".formatted(4 - number));
      var figures = LedgerArchive.Figures.none();
      var name = new ArchiveName("a" + number);
      ledger.append(
          new LedgerEntry.ArchiveAcknowledged(
              new LedgerArchive(id(number), name, made, made, figures)));
    }
    assertThat(plan("retention: { last: 1 }"))
        .containsExactly(
            "a1 true secondly #1", "a2 false no rule keeps it", "a3 false no rule keeps it");
  }

  @Test
  void a_quarantine_of_the_future_counts_from_the_moment_that_sees_it() {
    know();
    received(1, "2026-02-27T10:00:00Z");
    received(2, "2026-02-28T10:00:00Z");
    var waiting = target("actions: { compact: 1d }\nretention: { quarantine: 2h }");
    clock = NOW.plus(Duration.ofDays(400));
    var drop = new LedgerEntry.RetentionDecided.Drop(id(1), new ArchiveName("a1"), "old");
    ledger.append(new LedgerEntry.RetentionDecided("p", List.of(drop)));
    ledger.append(new LedgerEntry.RetentionExecuted("p", List.of(id(1))));
    clock = NOW;
    var until = new Quarantine(1, NOW.plus(Duration.ofHours(2)));
    assertThat(Quarantine.of(waiting, ledger.state(), TIME)).contains(until);
    assertThat(Quarantine.restart(ledger.state(), TIME))
        .containsExactly(new LedgerEntry.QuarantineRestarted());
    ledger.append(new LedgerEntry.QuarantineRestarted());
    assertThat(Quarantine.restart(ledger.state(), TIME)).isEmpty();
    var later = new PlanningTime(NOW.plus(Duration.ofHours(1)), Duration.ofMinutes(15));
    assertThat(Quarantine.of(waiting, ledger.state(), later)).contains(until);
    var behind = new PlanningTime(Instant.EPOCH, Duration.ofMinutes(15));
    assertThat(Quarantine.restart(ledger.state(), behind)).isEmpty();
    assertThat(Quarantine.of(waiting, ledger.state(), behind).orElseThrow().isOver(Instant.EPOCH))
        .isFalse();
  }

  @Test
  void without_rules_there_is_no_plan() {
    know();
    assertThatThrownBy(() -> plan("")).isInstanceOf(FleetException.class);
  }

  @Test
  void what_was_dropped_waits_for_the_last_of_it() {
    know();
    received(1, "2026-02-27T10:00:00Z");
    var waiting = target("actions: { compact: 1d }\nretention: { quarantine: 2h }");
    assertThat(Quarantine.of(waiting, ledger.state(), TIME)).isEmpty();
    var drop = new LedgerEntry.RetentionDecided.Drop(id(1), new ArchiveName("a1"), "old");
    ledger.append(new LedgerEntry.RetentionDecided("p", List.of(drop)));
    ledger.append(new LedgerEntry.RetentionExecuted("p", List.of(id(1))));
    var quarantine = Quarantine.of(waiting, ledger.state(), TIME).orElseThrow();
    assertThat(quarantine).isEqualTo(new Quarantine(1, NOW.plus(Duration.ofHours(2))));
    assertThat(quarantine.isOver(NOW.plus(Duration.ofHours(2)).minusMillis(1))).isFalse();
    assertThat(quarantine.isOver(NOW.plus(Duration.ofHours(2)))).isTrue();
    assertThat(Quarantine.of(target("actions: { compact: never }"), ledger.state(), TIME))
        .isEmpty();
    var planning = target("actions: { compact: 1d }\nretention: { last: 1 }");
    assertThat(PrunePlan.of(planning, ledger.state(), TIME).waits())
        .contains(
            "nothing is dropped before the quarantine of 1 archive ends at 2026-03-04T12:00:00Z");
    ledger.append(new LedgerEntry.FindingRaised("strange", "something", "", "look"));
    assertThat(PrunePlan.of(planning, ledger.state(), TIME).waits())
        .hasValueSatisfying(why -> assertThat(why).contains("1 open finding,"));
  }

  @Test
  void an_action_is_due_by_its_frequency() {
    var actions =
        target("retention: { daily: 1 }\nactions: { prune: 2d, check: never, compact: always }")
            .policy()
            .upkeep()
            .actions();
    assertThat(actions.prune()).isEqualTo(new Frequency.Every(Duration.ofDays(2)));
    assertThat(actions.prune().dueFrom(Optional.empty())).contains(Instant.EPOCH);
    assertThat(actions.prune().dueFrom(Optional.of(NOW)))
        .contains(NOW.plus(Duration.ofDays(2)).minus(Duration.ofMinutes(144)));
    assertThat(actions.check().dueFrom(Optional.empty())).isEmpty();
    assertThat(actions.compact().dueFrom(Optional.of(NOW))).contains(Instant.EPOCH);
  }
}
