package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.LedgerRebuild;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.ledger.ShownKey;
import dev.holdfast.guard.Workbench;
import dev.holdfast.wire.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a person accepts is what the person has seen.
final class FleetLedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  @AutoClose private final Workbench bench = Workbench.standard(1);
  private final RunPorts ports = OfflinePorts.of(new MemoryJournal(), () -> NOW, bench);

  private static LedgerEntry acknowledged(int id, String name) {
    return new LedgerEntry.ArchiveAcknowledged(
        new LedgerArchive(
            new ObjectId(id, 0, 0, 0),
            new ArchiveName(name),
            NOW,
            NOW,
            LedgerArchive.Figures.none()));
  }

  /// The host shows an empty past to the person; the backup of the night sees the truth.
  @Test
  void a_rebuild_forgets_nothing_that_came_in_while_a_person_thought() {
    var target = TestFleets.target("web1", TestFleets.policy("/etc"), 1);
    var fleet = new FleetLedger(TestFleets.fleet(1, 1), ports);
    var ledger = ports.ledgerOf(target);
    ledger.append(
        new LedgerEntry.RepositoryKnown(
            new ObjectId(7, 0, 0, 0),
            KeyType.REPOKEY,
            Optional.empty(),
            LedgerEntry.Origin.CREATED),
        acknowledged(1, "a"));
    var past = plan(target, fleet);
    ledger.append(acknowledged(2, "tonight"));
    ledger.append(new LedgerEntry.HoldPlaced(new ObjectId(2, 0, 0, 0), "root", "court"));

    assertThatThrownBy(() -> fleet.rebuild(past))
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_CONFIRMED))
        .hasMessageContaining("has changed since the plan");
    assertThat(fleet.state(target).archives()).hasSize(2);
    assertThat(fleet.state(target).holds()).hasSize(1);

    fleet.rebuild(plan(target, fleet));
    assertThat(fleet.state(target).archives()).isEmpty();
  }

  @Test
  void an_empty_ledger_is_not_a_fleet_without_findings() {
    var fleet = new FleetLedger(TestFleets.fleet(2, 1), ports);
    var one = TestFleets.target("web1", TestFleets.policy("/etc"), 1);
    var other = TestFleets.target("web2", TestFleets.policy("/etc"), 1);
    assertUnknown(() -> fleet.findings(List.of(one)));
    assertUnknown(() -> fleet.state(one));

    ports
        .ledgerOf(other)
        .append(new LedgerEntry.FindingRaised("forbidden-call", "what", "evidence", "next"));
    assertThat(fleet.findings(List.of(one, other)))
        .extracting(OpenFindings::known, found -> found.open().size())
        .containsExactly(tuple(false, 0), tuple(true, 1));
  }

  private static void assertUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_UNKNOWN);
              assertThat(e.nextStep()).contains("holdfast init");
            });
  }

  private static RebuildPlan plan(Target target, FleetLedger fleet) {
    var state = fleet.state(target);
    var shown =
        new Shown(
            new ObjectId(7, 0, 0, 0),
            KeyType.REPOKEY,
            new ShownKey.None(),
            new Manifest(
                new ObjectId(8, 0, 0, 0),
                NOW.minusSeconds(9),
                List.of(),
                new TreeSet<>(),
                new Value.Map(new LinkedHashMap<>()),
                true),
            Set.of());
    var changes = LedgerRebuild.of(state, shown, "root");
    return new RebuildPlan(target, state.head(), shown, changes, Optional.empty(), List.of());
  }
}
