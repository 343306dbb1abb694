package dev.holdfast.fleet.ledger;

import static dev.holdfast.fleet.ledger.Entries.entry;
import static dev.holdfast.fleet.ledger.Entries.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Difference.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private final TargetLedger ledger =
      new TargetLedger(new MemoryLedger(), "web1", () -> Entries.NOON);

  /// A ledger that has seen the archives a (1) and b (2) in the manifest 9 of second 50.
  private RepositoryState twoArchives() {
    return ledger.append(
        Entries.known(7),
        Entries.acknowledged(1, "a"),
        Entries.acknowledged(2, "b"),
        Entries.seen(9, 50));
  }

  private Comparison compare(Shown shown) {
    return Comparison.of(ledger.state(), shown, Entries.NOON);
  }

  private static List<Kind> kinds(Comparison comparison) {
    return comparison.differences().stream().map(Difference::kind).toList();
  }

  @Test
  void what_the_ledger_says_is_no_difference() {
    twoArchives();
    var comparison = compare(shown(9, 50, entry(1, "a"), entry(2, "b")));
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.catchUp()).isEmpty();
  }

  @Test
  void another_repository_mode_or_key_is_found() {
    twoArchives();
    var right = shown(9, 50, entry(1, "a"), entry(2, "b"));
    assertThat(
            kinds(
                compare(
                    new Shown(
                        Entries.id(8),
                        KeyType.REPOKEY,
                        new ShownKey.None(),
                        right.manifest(),
                        Set.of()))))
        .containsExactly(Kind.OTHER_REPOSITORY);
    assertThat(
            kinds(
                compare(
                    new Shown(
                        Entries.id(7),
                        KeyType.NONE,
                        new ShownKey.Present("cd".repeat(32)),
                        right.manifest(),
                        Set.of()))))
        .containsExactly(Kind.OTHER_KEY_TYPE, Kind.OTHER_KEY);
  }

  @Test
  void a_locked_key_that_cannot_be_read_is_a_difference_whatever_was_known_of_it() {
    var manifest = shown(9, 50, entry(1, "a"), entry(2, "b")).manifest();
    var broken =
        new Shown(Entries.id(7), KeyType.REPOKEY, new ShownKey.Unreadable(), manifest, Set.of());
    twoArchives();
    assertThat(kinds(compare(broken))).containsExactly(Kind.OTHER_KEY);
    assertThat(compare(broken).differences().getFirst().what())
        .contains("no locked key that can be read");
    ledger.append(new LedgerEntry.KeyKept("ab".repeat(32)));
    assertThat(kinds(compare(broken))).containsExactly(Kind.OTHER_KEY);
    ledger.append(new LedgerEntry.KeyChangeStarted("cd".repeat(32)));
    assertThat(kinds(compare(broken))).containsExactly(Kind.OTHER_KEY);
  }

  @Test
  void a_rollback_is_found() {
    twoArchives();
    assertThat(kinds(compare(shown(8, 40, entry(1, "a")))))
        .containsExactly(Kind.OLDER_MANIFEST, Kind.ARCHIVE_MISSING);
    assertThat(kinds(compare(shown(8, 50, entry(1, "a"), entry(2, "b")))))
        .containsExactly(Kind.FORKED_MANIFEST);
  }

  @Test
  void a_missing_replaced_renamed_or_foreign_archive_is_found() {
    twoArchives();
    assertThat(kinds(compare(shown(10, 60, entry(1, "a"))))).containsExactly(Kind.ARCHIVE_MISSING);
    assertThat(kinds(compare(shown(10, 60, entry(1, "a"), entry(3, "b")))))
        .containsExactly(Kind.ARCHIVE_REPLACED);
    assertThat(kinds(compare(shown(10, 60, entry(1, "a"), entry(2, "c")))))
        .containsExactly(Kind.ARCHIVE_MISSING, Kind.ARCHIVE_UNKNOWN);
    assertThat(kinds(compare(shown(10, 60, entry(1, "a"), entry(2, "b"), entry(3, "c")))))
        .containsExactly(Kind.ARCHIVE_UNKNOWN);
    assertThat(
            kinds(compare(shown(10, 60, entry(1, "a"), entry(2, "b"), entry(3, "c.checkpoint")))))
        .containsExactly(Kind.ARCHIVE_UNKNOWN);
  }

  @Test
  void a_locked_key_that_was_being_put_there_is_caught_up_with_and_the_old_one_is_no_difference() {
    twoArchives();
    var manifest = shown(9, 50, entry(1, "a"), entry(2, "b")).manifest();
    var old =
        new Shown(
            Entries.id(7),
            KeyType.REPOKEY,
            new ShownKey.Present("ab".repeat(32)),
            manifest,
            Set.of());
    var changed =
        new Shown(
            Entries.id(7),
            KeyType.REPOKEY,
            new ShownKey.Present("cd".repeat(32)),
            manifest,
            Set.of());
    ledger.append(new LedgerEntry.KeyKept("ab".repeat(32)));
    assertThat(kinds(compare(changed))).containsExactly(Kind.OTHER_KEY);

    ledger.append(new LedgerEntry.KeyChangeStarted("cd".repeat(32)));

    assertThat(compare(old).differences()).isEmpty();
    assertThat(compare(old).catchUp()).isEmpty();
    assertThat(compare(changed).differences()).isEmpty();
    assertThat(compare(changed).catchUp())
        .containsExactly(new LedgerEntry.KeyKept("cd".repeat(32)));
    ledger.append(new LedgerEntry.KeyKept("cd".repeat(32)));
    assertThat(kinds(compare(old))).containsExactly(Kind.OTHER_KEY);
    assertThat(compare(changed).catchUp()).isEmpty();
  }

  @Test
  void an_archive_that_was_being_made_is_caught_up_with() {
    twoArchives();
    ledger.append(Entries.started("c"));
    var now =
        shown(10, 60, entry(1, "a"), entry(2, "b"), entry(3, "c"), entry(4, "c.checkpoint.1"));
    var comparison = compare(now);
    assertThat(comparison.differences()).isEmpty();
    var state = ledger.append(comparison.catchUp().toArray(LedgerEntry[]::new));
    assertThat(state.archives()).containsKeys(Entries.id(3), Entries.id(4));
    assertThat(state.manifest().orElseThrow().digest()).isEqualTo(Entries.id(10));
    assertThat(compare(now).catchUp()).isEmpty();
  }

  @Test
  void one_archive_under_two_names_is_no_archive_on_its_way() {
    twoArchives();
    ledger.append(Entries.started("c"), Entries.started("d"));
    assertThat(
            kinds(
                compare(shown(10, 60, entry(1, "a"), entry(2, "b"), entry(3, "c"), entry(3, "d")))))
        .containsExactly(Kind.ARCHIVE_UNKNOWN);
    assertThat(kinds(compare(shown(10, 60, entry(1, "a"), entry(2, "b"), entry(1, "c")))))
        .containsExactly(Kind.ARCHIVE_UNKNOWN);
  }

  /// What shows after a backup that was over when it was looked for.
  private static Shown after(Shown shown, String... over) {
    var names = Arrays.stream(over).map(ArchiveName::new).collect(Collectors.toSet());
    return new Shown(shown.repository(), shown.keyType(), shown.key(), shown.manifest(), names);
  }

  /// Target and repository host together: backups that fail on purpose, night after night, and one
  /// day an archive for each of them that no guard has seen.
  @Test
  void an_archive_of_a_backup_that_failed_long_ago_is_no_archive_on_its_way() {
    twoArchives();
    for (var night : List.of("c", "d", "e")) {
      ledger.append(Entries.started(night));
      var comparison = compare(after(shown(9, 50, entry(1, "a"), entry(2, "b")), night));
      assertThat(comparison.differences()).isEmpty();
      assertThat(comparison.catchUp())
          .containsExactly(new LedgerEntry.BackupGivenUp(new ArchiveName(night)));
      ledger.append(comparison.catchUp().toArray(LedgerEntry[]::new));
    }
    assertThat(ledger.state().unfinished()).isEmpty();
    var forged =
        shown(
            10,
            60,
            entry(1, "a"),
            entry(2, "b"),
            entry(3, "c"),
            entry(4, "d.checkpoint"),
            entry(5, "e"));
    assertThat(kinds(compare(forged)))
        .containsExactly(Kind.ARCHIVE_UNKNOWN, Kind.ARCHIVE_UNKNOWN, Kind.ARCHIVE_UNKNOWN);
  }

  @Test
  void only_backups_that_were_over_are_given_up() {
    twoArchives();
    ledger.append(Entries.started("c"), Entries.started("d"), Entries.started("e"));
    var now =
        after(
            shown(10, 60, entry(1, "a"), entry(2, "b"), entry(3, "c"), entry(4, "d.checkpoint")),
            "c",
            "d");
    ledger.append(compare(now).catchUp().toArray(LedgerEntry[]::new));
    assertThat(ledger.state().archives()).containsKeys(Entries.id(3), Entries.id(4));
    assertThat(ledger.state().unfinished()).containsExactly(new ArchiveName("e"));
    assertThat(compare(now)).isEqualTo(new Comparison(List.of(), List.of()));
  }

  @Test
  void a_plan_that_was_being_executed_is_caught_up_with() {
    twoArchives();
    ledger.append(Entries.decided("p", 1, "a"));
    var comparison = compare(shown(10, 60, entry(2, "b")));
    assertThat(comparison.differences()).isEmpty();
    var state = ledger.append(comparison.catchUp().toArray(LedgerEntry[]::new));
    assertThat(state.archives()).containsOnlyKeys(Entries.id(2));
    assertThat(state.retention().open()).isEmpty();
  }

  @Test
  void a_plan_does_not_excuse_other_losses() {
    twoArchives();
    ledger.append(Entries.decided("p", 1, "a"));
    assertThat(kinds(compare(shown(10, 60)))).containsExactly(Kind.ARCHIVE_MISSING);
  }

  @Test
  void a_rebuild_makes_the_repository_right_as_it_is() {
    twoArchives();
    var now = shown(8, 40, entry(3, "b"), entry(4, "x"));
    var plan = LedgerRebuild.of(ledger.state(), now, "root");
    assertThat(plan.forgets()).extracting(LedgerArchive::name).hasSize(2);
    assertThat(plan.learns()).extracting(archive -> archive.name().value()).contains("b", "x");
    ledger.append(plan.entries().toArray(LedgerEntry[]::new));
    assertThat(compare(now)).isEqualTo(new Comparison(List.of(), List.of()));
  }

  @Test
  void a_rebuild_of_an_empty_ledger_takes_everything() {
    var now = shown(8, 40, entry(3, "b"), entry(4, "x"));
    var plan = LedgerRebuild.of(ledger.state(), now, "root");
    assertThat(plan.forgets()).isEmpty();
    assertThat(new ArrayList<>(plan.learns())).hasSize(2);
    ledger.append(plan.entries().toArray(LedgerEntry[]::new));
    assertThat(compare(now)).isEqualTo(new Comparison(List.of(), List.of()));
  }

  @Test
  void a_list_that_names_one_archive_twice_is_never_accepted() {
    twoArchives();
    var twice = shown(10, 60, entry(1, "a"), entry(2, "b"), entry(2, "c"));
    assertThatThrownBy(() -> LedgerRebuild.of(ledger.state(), twice, "root"))
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_TAMPERED))
        .hasMessageContaining("names one archive twice, as b and as c");
    assertThatThrownBy(() -> LedgerRebuild.entries(twice, LedgerEntry.Origin.FIRST_USE))
        .isInstanceOf(FleetException.class);
  }
}
