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

  private final TargetLedger ledger = new TargetLedger(new MemoryLedger(), "web1", () -> NOW);

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
    return PrunePlan.of(target(upkeep), ledger.state(), NOW).archives().stream()
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
    assertThat(Quarantine.of(waiting, ledger.state())).isEmpty();
    var drop = new LedgerEntry.RetentionDecided.Drop(id(1), new ArchiveName("a1"), "old");
    ledger.append(new LedgerEntry.RetentionDecided("p", List.of(drop)));
    ledger.append(new LedgerEntry.RetentionExecuted("p", List.of(id(1))));
    var quarantine = Quarantine.of(waiting, ledger.state()).orElseThrow();
    assertThat(quarantine).isEqualTo(new Quarantine(1, NOW.plus(Duration.ofHours(2))));
    assertThat(quarantine.isOver(NOW.plus(Duration.ofHours(2)).minusMillis(1))).isFalse();
    assertThat(quarantine.isOver(NOW.plus(Duration.ofHours(2)))).isTrue();
    assertThat(Quarantine.of(target("actions: { compact: never }"), ledger.state())).isEmpty();
    var planning = target("actions: { compact: 1d }\nretention: { last: 1 }");
    assertThat(PrunePlan.of(planning, ledger.state(), NOW).waits())
        .contains(
            "nothing is dropped before the quarantine of 1 archives ends at 2026-03-04T12:00:00Z");
    ledger.append(new LedgerEntry.FindingRaised("strange", "something", "", "look"));
    assertThat(PrunePlan.of(planning, ledger.state(), NOW).waits())
        .hasValueSatisfying(why -> assertThat(why).contains("1 open findings"));
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
