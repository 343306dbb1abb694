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

  /// The third of five entries was changed on the disk.
  private TargetLedger.Broken brokenAtTheThird() {
    ledger.append(
        Entries.known(7),
        Entries.acknowledged(1, "a"),
        Entries.acknowledged(2, "b"),
        Entries.seen(9, 50),
        new LedgerEntry.HoldPlaced(Entries.id(1), "ann", "court"));
    var third = stored.linksAfter("web1", 2).getFirst();
    stored.forge(
        "web1", 2, new Link(3, third.previous(), third.content().replace("b", "c"), third.hash()));
    assertThatThrownBy(() -> open().state()).hasMessageContaining("entry 3");
    return open().broken().orElseThrow();
  }

  @Test
  void a_chain_that_is_whole_is_not_broken_and_nothing_begins_in_its_place() {
    ledger.append(Entries.known(7));
    assertThat(ledger.broken()).isEmpty();
    var why = new FleetException(ErrorCode.LEDGER_BROKEN, "", "");
    var claimed = new TargetLedger.Broken("web1", ledger.state(), why);
    assertThat(ledger.beginAnew(claimed, List.of(Entries.known(8)))).isFalse();
    assertThat(stored.chains()).containsExactly("web1");
  }

  @Test
  void another_chain_stands_in_place_of_a_broken_one_which_stays() {
    var broken = brokenAtTheThird();
    assertThat(broken.believed().archives()).containsOnlyKeys(Entries.id(1));
    var before = stored.linksAfter("web1", 0);
    var shown = Entries.shown(9, 50, Entries.entry(1, "a"), Entries.entry(2, "b"));
    var plan = LedgerRebuild.anew(broken, shown, "root");
    assertThat(plan.forgets()).isEmpty();
    assertThat(plan.learns()).extracting(archive -> archive.name().value()).containsExactly("b");

    var rival = open();
    assertThat(open().beginAnew(broken, plan.entries())).isTrue();
    assertThat(rival.beginAnew(broken, plan.entries())).isFalse();

    assertThat(stored.linksAfter("web1", 0)).isEqualTo(before);
    var state = rival.state();
    assertThat(state.archives()).containsOnlyKeys(Entries.id(1), Entries.id(2));
    assertThat(state.archives().get(Entries.id(1))).isEqualTo(Entries.archive(1, "a"));
    assertThat(rival.contains(state.head())).isTrue();
    assertThat(rival.contains(broken.believed().head())).isFalse();
    assertThat(rival.records().getFirst().entry())
        .isEqualTo(new LedgerEntry.ChainBegun("root", "web1", 2));
    assertThat(Comparison.of(state, shown, Entries.NOON).differences()).isEmpty();
    assertThat(open().append(Entries.started("c")).unfinished()).hasSize(1);
  }

  @Test
  void a_second_chain_that_breaks_is_followed_by_a_third() {
    var broken = brokenAtTheThird();
    var shown = Entries.shown(9, 50, Entries.entry(1, "a"));
    assertThat(open().beginAnew(broken, LedgerRebuild.anew(broken, shown, "root").entries()))
        .isTrue();
    var second = stored.linksAfter("web1~2", 1).getFirst();
    stored.forge("web1~2", 1, new Link(2, second.previous(), "{}", second.hash()));
    var again = open().broken().orElseThrow();
    assertThat(again.chain()).isEqualTo("web1~2");
    assertThat(open().beginAnew(again, LedgerRebuild.anew(again, shown, "root").entries()))
        .isTrue();
    assertThat(stored.chains()).containsExactly("web1", "web1~2", "web1~3");
    assertThat(open().state().archives()).containsOnlyKeys(Entries.id(1));
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
