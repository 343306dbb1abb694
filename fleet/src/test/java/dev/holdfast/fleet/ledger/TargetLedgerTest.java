package dev.holdfast.fleet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TargetLedgerTest {
  private final MemoryLedger stored = new MemoryLedger();
  private final TargetLedger ledger = open();

  private TargetLedger open() {
    return new TargetLedger(stored, "web1", () -> Entries.NOON);
  }

  @Test
  void a_chain_without_entries_knows_nothing() {
    var state = ledger.state();
    assertThat(state.identity()).isEmpty();
    assertThat(state.head()).isEqualTo(Head.genesis("web1"));
  }

  @Test
  void archives_live_until_an_executed_plan_drops_them() {
    ledger.append(
        Entries.known(7),
        Entries.started("a"),
        Entries.acknowledged(1, "a"),
        Entries.acknowledged(2, "b"));
    ledger.append(Entries.decided("p", 1, "a"));
    assertThat(ledger.state().archives()).hasSize(2);
    var state = ledger.append(Entries.executed("p", 1));
    assertThat(state.archives()).containsOnlyKeys(Entries.id(2));
    assertThat(state.retention().open()).isEmpty();
    assertThat(state.retention().dropped().getFirst().archive().name().value()).isEqualTo("a");
    assertThat(open().state()).isEqualTo(state);
    assertThat(ledger.append(compacted()).retention().dropped()).isEmpty();
  }

  private static LedgerEntry compacted() {
    return new LedgerEntry.Compacted(OptionalLong.empty());
  }

  @Test
  void a_started_backup_is_unfinished_until_its_archive_is_acknowledged() {
    ledger.append(Entries.known(7), Entries.started("a"), Entries.started("b"));
    assertThat(ledger.state().unfinished())
        .containsExactly(new ArchiveName("a"), new ArchiveName("b"));
    assertThat(ledger.append(Entries.acknowledged(1, "a")).unfinished())
        .containsExactly(new ArchiveName("b"));
  }

  @Test
  void a_repository_with_another_id_starts_afresh_but_findings_stay() {
    ledger.append(
        Entries.known(7),
        Entries.acknowledged(1, "a"),
        Entries.seen(1, 5),
        new LedgerEntry.NoncesReserved(0, 100),
        new LedgerEntry.FindingRaised("stray", "somebody knocked", "", "look"));
    var state = ledger.append(Entries.known(8));
    assertThat(state.archives()).isEmpty();
    assertThat(state.manifest()).isEmpty();
    assertThat(state.nextNonce()).isZero();
    assertThat(state.findings()).containsOnlyKeys(5L);
  }

  @Test
  void the_same_repository_again_keeps_everything() {
    ledger.append(
        Entries.known(7), Entries.acknowledged(1, "a"), new LedgerEntry.NoncesReserved(0, 100));
    var state = ledger.append(Entries.known(7));
    assertThat(state.archives()).hasSize(1);
    assertThat(state.nextNonce()).isEqualTo(100);
  }

  @Test
  void a_rebuild_forgets_what_is_gone_and_takes_an_older_manifest() {
    ledger.append(
        Entries.known(7),
        Entries.acknowledged(1, "a"),
        Entries.acknowledged(2, "b"),
        Entries.seen(1, 9));
    var state =
        ledger.append(
            new LedgerEntry.RebuildAccepted("root", List.of(Entries.id(2))), Entries.seen(3, 4));
    assertThat(state.archives()).containsOnlyKeys(Entries.id(1));
    assertThat(state.manifest().orElseThrow().digest()).isEqualTo(Entries.id(3));
  }

  @Test
  void a_finding_is_open_until_somebody_closes_it() {
    ledger.append(Entries.known(7));
    ledger.append(new LedgerEntry.FindingRaised("stray", "somebody knocked", "", "look"));
    assertThat(ledger.state().findings().firstEntry().getValue().finding().code())
        .isEqualTo("stray");
    assertThat(ledger.append(new LedgerEntry.FindingClosed(2, "root", "me")).findings()).isEmpty();
  }

  @Test
  void what_cannot_be_true_is_not_appended() {
    ledger.append(
        Entries.known(7),
        Entries.acknowledged(1, "a"),
        Entries.seen(1, 5),
        new LedgerEntry.NoncesReserved(0, 100),
        new LedgerEntry.HoldPlaced(Entries.id(1), "root", "court"));
    assertRefused(Entries.acknowledged(1, "b"));
    assertRefused(Entries.acknowledged(2, "a"));
    assertRefused(Entries.started("a"));
    assertRefused(Entries.seen(2, 4));
    assertRefused(new LedgerEntry.NoncesReserved(99, 200));
    assertRefused(new LedgerEntry.NoncesReserved(100, 100));
    assertRefused(Entries.decided("p", 1, "a"));
    assertRefused(Entries.decided("p", 3, "c"));
    assertRefused(Entries.executed("p", 1));
    assertRefused(new LedgerEntry.FindingClosed(1, "root", "none"));
    assertRefused(new LedgerEntry.HoldPlaced(Entries.id(2), "root", "none"));
    assertRefused(new LedgerEntry.HoldLifted(Entries.id(2), "root", "none"));
    assertThat(ledger.state().head().sequence()).isEqualTo(5);
  }

  private void assertRefused(LedgerEntry entry) {
    assertThatThrownBy(() -> ledger.append(entry)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_archive_that_is_being_dropped_cannot_be_held_any_more() {
    ledger.append(Entries.known(7), Entries.acknowledged(1, "a"), Entries.decided("p", 1, "a"));
    assertRefused(new LedgerEntry.HoldPlaced(Entries.id(1), "root", "court"));
  }

  @Test
  void who_comes_second_decides_anew() {
    ledger.append(Entries.known(7));
    var other = open();
    var asked = new ArrayList<Long>();
    var state =
        ledger.amend(before -> {
          asked.add(before.nextNonce());
          if (asked.size() == 1) {
            other.append(new LedgerEntry.NoncesReserved(0, 50));
          }
          return List.of(
              new LedgerEntry.NoncesReserved(before.nextNonce(), before.nextNonce() + 10));
        });
    assertThat(asked).containsExactly(0L, 50L);
    assertThat(state.nextNonce()).isEqualTo(60);
    assertThat(open().records()).hasSize(3);
  }

  @Test
  void a_changed_entry_is_found() {
    ledger.append(Entries.known(7), Entries.acknowledged(1, "a"), Entries.acknowledged(2, "b"));
    var links = stored.linksAfter("web1", 0);
    var second = links.get(1);
    var content = second.content().replace("\"a\"", "\"x\"");
    stored.forge("web1", 1, new Link(second.sequence(), second.previous(), content, second.hash()));
    assertBroken("entry 2");
  }

  @Test
  void an_entry_that_was_hashed_anew_is_found_by_the_next_one() {
    ledger.append(Entries.known(7), Entries.acknowledged(1, "a"), Entries.acknowledged(2, "b"));
    var links = stored.linksAfter("web1", 0);
    var content = links.get(1).content().replace("\"a\"", "\"x\"");
    stored.forge("web1", 1, links.getFirst().head().link(content));
    assertBroken("entry 3");
  }

  @Test
  void a_chain_under_another_name_is_found() {
    var other = new TargetLedger(stored, "web2", () -> Entries.NOON);
    other.append(Entries.known(7));
    ledger.append(Entries.known(8));
    stored.forge("web1", 0, stored.linksAfter("web2", 0).getFirst());
    assertBroken("entry 1");
  }

  @Test
  void entries_that_contradict_each_other_are_found() {
    ledger.append(Entries.known(7), Entries.acknowledged(1, "a"));
    var content = EntryWriter.text(Entries.NOON, Entries.acknowledged(1, "b"));
    var links = stored.linksAfter("web1", 0);
    assertThat(stored.append("web1", List.of(links.getLast().head().link(content)))).isTrue();
    assertBroken("entry 3");
  }

  private void assertBroken(String where) {
    assertThatThrownBy(() -> open().state())
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_BROKEN);
              assertThat(e.sentence()).contains(where).contains("web1");
            });
    assertThatThrownBy(() -> open().records()).isInstanceOf(FleetException.class);
  }
}
