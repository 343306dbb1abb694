package dev.holdfast.borg.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetentionTest {
  private static final Instant NOW = Instant.parse("2024-01-01T12:00:00Z");

  private static Candidate at(String time) {
    return new Candidate(
        new ArchiveName("a" + time.replace('/', '-')), id(time.hashCode()), Instant.parse(time));
  }

  private static ObjectId id(long number) {
    return ObjectId.ofDigest(ByteBuffer.allocate(ObjectId.BYTES).putLong(number).array());
  }

  private static List<String> reasons(KeepRules rules, Safeguards safeguards, Candidate... all) {
    return new Retention(rules, safeguards, ZoneOffset.UTC)
        .plan(List.of(all), NOW).archives().stream()
            .map(planned -> planned.fate().reason())
            .toList();
  }

  private static List<String> reasons(Consumer<KeepRules.Builder> rules, Candidate... all) {
    KeepRules.Builder builder = KeepRules.builder();
    rules.accept(builder);
    return reasons(builder.build(), Safeguards.none(), all);
  }

  @Test
  void the_last_of_each_period_is_kept_and_then_the_oldest() {
    assertThat(
            reasons(
                rules -> rules.keep(Period.DAILY, 7),
                at("2023-12-31T20:00:00Z"),
                at("2023-12-31T08:00:00Z"),
                at("2023-12-30T20:00:00Z"),
                at("2023-12-29T20:00:00Z"),
                at("2023-12-29T08:00:00Z")))
        .containsExactly(
            "daily #1", "no rule keeps it", "daily #2", "daily #3", "daily[oldest] #4");
  }

  @Test
  void what_a_finer_rule_keeps_a_coarser_one_does_not_count() {
    assertThat(
            reasons(
                rules -> rules.keep(Period.MONTHLY, 1).keep(Period.DAILY, 1),
                at("2023-12-31T20:00:00Z"),
                at("2023-12-30T20:00:00Z"),
                at("2023-11-30T20:00:00Z"),
                at("2023-10-30T20:00:00Z")))
        .containsExactly("daily #1", "no rule keeps it", "monthly #1", "no rule keeps it");
  }

  @Test
  void within_keeps_all_that_is_young() {
    assertThat(
            reasons(
                rules -> rules.within(Duration.ofHours(2)),
                at("2024-01-01T11:00:00Z"),
                at("2024-01-01T10:00:01Z"),
                at("2024-01-01T10:00:00Z")))
        .containsExactly("within #1", "within #2", "no rule keeps it");
  }

  @Test
  void a_count_without_end_keeps_no_oldest() {
    assertThat(
            reasons(
                rules -> rules.keep(Period.YEARLY, KeepRules.ALL),
                at("2023-12-31T20:00:00Z"),
                at("2022-12-31T20:00:00Z"),
                at("2022-01-31T20:00:00Z")))
        .containsExactly("yearly #1", "yearly #2", "no rule keeps it");
  }

  @Test
  void checkpoints_go_unless_nothing_came_after() {
    Candidate checkpoint =
        new Candidate(
            new ArchiveName("a.checkpoint"), id(9), Instant.parse("2023-12-31T21:00:00Z"));
    Candidate before = at("2023-12-31T20:00:00Z");
    Candidate after = at("2023-12-31T22:00:00Z");
    assertThat(reasons(rules -> rules.keep(Period.DAILY, 9), checkpoint, before))
        .containsExactly("latest checkpoint", "daily #1");
    assertThat(reasons(rules -> rules.keep(Period.DAILY, 9), after, checkpoint, before))
        .containsExactly("daily #1", "no rule keeps it", "daily[oldest] #2");
  }

  /// The examples of Borg's own tests for the rules that Debian's Borgs do not have yet.
  @ParameterizedTest
  @CsvSource({
    "QUARTERLY_13WEEKLY, 2023-10-01T00:00:00Z, 2023-07-03T00:00:00Z, true",
    "QUARTERLY_13WEEKLY, 2023-07-03T00:00:00Z, 2023-07-02T00:00:00Z, false",
    "QUARTERLY_13WEEKLY, 2020-12-31T00:00:00Z, 2020-09-28T00:00:00Z, true",
    "QUARTERLY_13WEEKLY, 2021-01-03T00:00:00Z, 2020-12-20T00:00:00Z, true",
    "QUARTERLY_13WEEKLY, 2021-01-04T00:00:00Z, 2021-01-03T00:00:00Z, false",
    "QUARTERLY_3MONTHLY, 2023-12-31T00:00:00Z, 2023-10-01T00:00:00Z, true",
    "QUARTERLY_3MONTHLY, 2023-10-01T00:00:00Z, 2023-09-30T00:00:00Z, false",
    "QUARTERLY_3MONTHLY, 2023-01-01T00:00:00Z, 2022-12-31T00:00:00Z, false",
    "WEEKLY, 2021-01-03T00:00:00Z, 2020-12-28T00:00:00Z, true",
    "WEEKLY, 2021-01-04T00:00:00Z, 2021-01-03T00:00:00Z, false",
    "YEARLY, 2021-01-01T00:00:00Z, 2020-12-31T23:59:59Z, false"
  })
  void periods_begin_where_they_do_for_borg(
      Period period, Instant late, Instant early, boolean same) {
    assertThat(period.of(late.atZone(ZoneOffset.UTC)) == period.of(early.atZone(ZoneOffset.UTC)))
        .isEqualTo(same);
  }

  @Test
  void days_are_those_of_the_zone() {
    ZoneId zone = ZoneId.of("Pacific/Auckland");
    Candidate[] all = {at("2023-12-31T12:00:00Z"), at("2023-12-31T10:00:00Z")};
    KeepRules rules = KeepRules.builder().keep(Period.DAILY, 2).build();
    assertThat(new Retention(rules, Safeguards.none(), zone).plan(List.of(all), NOW).archives())
        .extracting(planned -> planned.fate().reason())
        .containsExactly("daily #1", "daily #2");
    assertThat(reasons(rules, Safeguards.none(), all))
        .containsExactly("daily #1", "daily[oldest] #2");
  }

  @Test
  void safeguards_keep_what_rules_would_drop() {
    KeepRules rules = KeepRules.builder().keep(Period.YEARLY, 1).build();
    Candidate[] all = {
      at("2023-12-31T20:00:00Z"),
      at("2023-12-31T19:00:00Z"),
      at("2023-12-31T18:00:00Z"),
      at("2023-12-31T17:00:00Z"),
      at("2023-12-31T16:00:00Z")
    };
    assertThat(reasons(rules, new Safeguards(2, 0, Set.of(all[3].id())), all))
        .containsExactly(
            "yearly #1", "protect-last #2", "no rule keeps it", "hold", "no rule keeps it");
    assertThat(reasons(rules, new Safeguards(0, 3, Set.of(all[4].id())), all))
        .containsExactly("yearly #1", "floor", "no rule keeps it", "no rule keeps it", "hold");
  }

  @Test
  void rules_that_keep_nothing_are_none() {
    assertThatThrownBy(() -> KeepRules.builder().build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeepRules.builder().keep(Period.DAILY, 0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeepRules.builder().keep(Period.DAILY, -2).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Safeguards(-1, 0, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plans_hold_what_they_must_on_any_history() {
    Histories histories = new Histories(11, NOW);
    Random random = new Random(12);
    for (int round = 0; round < 2000; round++) {
      Histories.History history = histories.next("h" + round);
      List<Candidate> all = new ArrayList<>(history.archives());
      Safeguards safeguards = safeguards(all, random);
      Retention retention = new Retention(history.rules(), safeguards, ZoneOffset.UTC);
      RetentionPlan plan = retention.plan(all, NOW);
      assertSafe(plan, all, safeguards);
      Collections.shuffle(all, random);
      assertThat(retention.plan(all, NOW)).isEqualTo(plan);
    }
  }

  private static Safeguards safeguards(List<Candidate> all, Random random) {
    Set<ObjectId> holds =
        all.isEmpty() ? Set.of() : Set.of(all.get(random.nextInt(all.size())).id());
    return new Safeguards(random.nextInt(5), random.nextInt(5), holds);
  }

  private static void assertSafe(RetentionPlan plan, List<Candidate> all, Safeguards safeguards) {
    assertThat(plan.archives())
        .extracting(RetentionPlan.Planned::archive)
        .containsExactlyInAnyOrderElementsOf(all)
        .isSortedAccordingTo(Candidate.NEWEST_FIRST);
    assertThat(plan.dropped().size() + plan.kept()).isEqualTo(all.size());
    List<RetentionPlan.Planned> finished =
        plan.archives().stream()
            .filter(planned -> !planned.archive().name().isCheckpoint())
            .toList();
    int sure = Math.min(safeguards.protectLast(), finished.size());
    assertThat(finished.subList(0, sure)).allMatch(planned -> planned.fate().isKept());
    assertThat(finished.stream().filter(planned -> planned.fate().isKept()).count())
        .isGreaterThanOrEqualTo(Math.min(safeguards.floor(), finished.size()));
    assertThat(plan.dropped()).noneMatch(archive -> safeguards.holds().contains(archive.id()));
  }

  /// Otherwise what is kept today would depend on how often somebody pruned before.
  @Test
  void a_plan_that_was_executed_drops_nothing_more() {
    Histories histories = new Histories(13, NOW);
    for (int round = 0; round < 2000; round++) {
      Histories.History history = histories.next("h" + round);
      Retention retention =
          new Retention(history.rules(), Safeguards.none(), ZoneId.of("Europe/Berlin"));
      List<Candidate> left = new ArrayList<>(history.archives());
      left.removeAll(retention.plan(left, NOW).dropped());
      assertThat(retention.plan(left, NOW).dropped()).isEmpty();
    }
  }
}
