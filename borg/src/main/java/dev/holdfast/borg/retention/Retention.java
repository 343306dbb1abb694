package dev.holdfast.borg.retention;

import dev.holdfast.borg.ObjectId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Plans which archives stay. Without safeguards the plan is what `borg prune` would do at this
/// moment in this zone.
public final class Retention {
  private final KeepRules rules;
  private final Safeguards safeguards;
  private final ZoneId zone;

  /// @param zone whose days and weeks count; Borg takes that of the machine it runs on
  public Retention(KeepRules rules, Safeguards safeguards, ZoneId zone) {
    this.rules = rules;
    this.safeguards = safeguards;
    this.zone = zone;
  }

  /// @param archives in any order, no id twice
  public RetentionPlan plan(Collection<Candidate> archives, Instant now) {
    List<Candidate> all = archives.stream().sorted(Candidate.NEWEST_FIRST).toList();
    List<Candidate> finished =
        all.stream().filter(archive -> !archive.name().isCheckpoint()).toList();
    Map<ObjectId, Fate> kept = new HashMap<>();
    rules.within().ifPresent(age -> keepWithin(finished, now.minus(age), kept));
    rules.counts().forEach((period, count) -> keepLastOf(finished, period, count, kept));
    keepLatestCheckpoint(all, kept);
    safeguard(all, finished, kept);
    List<RetentionPlan.Planned> planned = new ArrayList<>(all.size());
    for (Candidate archive : all) {
      Fate fate = Objects.requireNonNullElseGet(kept.get(archive.id()), Fate.Dropped::new);
      planned.add(new RetentionPlan.Planned(archive, fate));
    }
    return new RetentionPlan(planned);
  }

  private static void keepWithin(
      List<Candidate> newestFirst, Instant since, Map<ObjectId, Fate> kept) {
    int number = 0;
    for (Candidate archive : newestFirst) {
      if (archive.time().isAfter(since)) {
        kept.put(archive.id(), new Fate.ByRule("within", ++number));
      }
    }
  }

  /// An archive that an earlier rule keeps uses its period up, but not the count. A rule that is
  /// not used up keeps the oldest archive too, so that a history which has just begun does not lose
  /// its beginning.
  private void keepLastOf(
      List<Candidate> newestFirst, Period period, int count, Map<ObjectId, Fate> kept) {
    if (count == 0) {
      return;
    }
    int number = 0;
    Optional<Long> last = Optional.empty();
    for (Candidate archive : newestFirst) {
      Optional<Long> stretch = Optional.of(period.of(archive.time().atZone(zone)));
      if (stretch.equals(last)) {
        continue;
      }
      last = stretch;
      if (!kept.containsKey(archive.id())) {
        kept.put(archive.id(), new Fate.ByRule(period.ruleName(), ++number));
        if (number == count) {
          return;
        }
      }
    }
    if (number < count && !newestFirst.isEmpty()) {
      kept.putIfAbsent(
          newestFirst.getLast().id(), new Fate.ByRule(period.ruleName() + "[oldest]", number + 1));
    }
  }

  private static void keepLatestCheckpoint(List<Candidate> all, Map<ObjectId, Fate> kept) {
    if (!all.isEmpty() && all.getFirst().name().isCheckpoint()) {
      kept.put(all.getFirst().id(), new Fate.LatestCheckpoint());
    }
  }

  private void safeguard(List<Candidate> all, List<Candidate> finished, Map<ObjectId, Fate> kept) {
    for (Candidate archive : all) {
      if (safeguards.holds().contains(archive.id())) {
        kept.putIfAbsent(archive.id(), new Fate.Held());
      }
    }
    int number = 0;
    for (Candidate archive : finished) {
      if (++number <= safeguards.protectLast()) {
        kept.putIfAbsent(archive.id(), new Fate.Protected(number));
      }
    }
    long missing =
        safeguards.floor()
            - finished.stream().filter(archive -> kept.containsKey(archive.id())).count();
    for (Candidate archive : finished) {
      if (missing > 0 && kept.putIfAbsent(archive.id(), new Fate.Floor()) == null) {
        missing--;
      }
    }
  }
}
