package dev.holdfast.fleet.config.read;

import dev.holdfast.borg.retention.Age;
import dev.holdfast.borg.retention.KeepRules;
import dev.holdfast.borg.retention.Period;
import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shape;
import dev.holdfast.fleet.config.shape.Shapes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long archives stay, and what is done for a target.
final class UpkeepKeys {
  private static final int COUNT_MAX = 1_000_000;

  static final Key<Duration> WITHIN =
      Key.of(
          "within",
          Shapes.measure(Age::parse),
          "Keep all archives younger than this, as borg prune counts: 36H, 2d, 4w, 6m (months) or 1y.");
  static final Key<Integer> LAST =
      Key.of("last", count(), "Keep so many of the newest archives; the same as secondly.");
  static final Map<Period, Key<Integer>> COUNTS = counts();
  static final Key<Integer> PROTECT_LAST =
      Key.of(
          "protect_last",
          Shapes.whole(0, COUNT_MAX),
          "So many of the newest archives stay whatever the rules say; default 1.");
  static final Key<Integer> FLOOR =
      Key.of("floor", Shapes.whole(1, COUNT_MAX), "So many archives are left at least; default 1.");
  static final Key<Duration> QUARANTINE =
      Key.of(
          "quarantine",
          SharedShapes.DURATION,
          "How long after archives were dropped their space may be freed; default 3d.");
  static final Key<ZoneId> TIME_ZONE =
      Key.of(
          "time_zone",
          Shapes.text(UpkeepKeys::zone),
          "Whose days and weeks count, for example Europe/Berlin; default UTC.");
  static final Section RETENTION_SECTION = retention();

  static final Key<Frequency> BACKUP =
      Key.of("backup", frequency(), "How often to back up; default always.");
  static final Key<Frequency> PRUNE =
      Key.of("prune", frequency(), "How often to drop archives; default never.");
  static final Key<Frequency> CHECK =
      Key.of("check", frequency(), "How often to check the repository; default never.");
  static final Key<Frequency> COMPACT =
      Key.of("compact", frequency(), "How often to free space; default never.");
  static final Key<Frequency> ROTATE =
      Key.of(
          "rotate",
          frequency(),
          "How old a passphrase may become, for example 180d, before key rotate --due changes it; default always: whenever asked.");
  static final Section ACTIONS_SECTION = Section.of(BACKUP, PRUNE, CHECK, COMPACT, ROTATE);

  static final Key<Fields> RETENTION =
      Key.of("retention", Shapes.table(RETENTION_SECTION), "Which archives stay.");
  static final Key<Fields> ACTIONS =
      Key.of(
          "actions",
          Shapes.table(ACTIONS_SECTION),
          "What is done, and how often: always, never, or an interval such as 1d.");

  private UpkeepKeys() {}

  private static Shape<Integer> count() {
    return Shapes.whole(KeepRules.ALL, COUNT_MAX);
  }

  private static Map<Period, Key<Integer>> counts() {
    var keys = new EnumMap<Period, Key<Integer>>(Period.class);
    for (var period : Period.values()) {
      var summary = "Keep so many %s archives; -1 for all.".formatted(adjective(period));
      keys.put(period, Key.of(name(period), count(), summary));
    }
    return Collections.unmodifiableMap(keys);
  }

  private static String adjective(Period period) {
    return period.ruleName().replace('_', ' ');
  }

  /// As the options of borg have it: `13weekly`, not `quarterly_13weekly`.
  static String name(Period period) {
    return period.name().toLowerCase(Locale.ROOT).replace("quarterly_", "");
  }

  private static Section retention() {
    var keys = new ArrayList<Key<?>>(List.of(WITHIN, LAST));
    keys.addAll(COUNTS.values());
    keys.addAll(List.of(PROTECT_LAST, FLOOR, QUARANTINE, TIME_ZONE));
    return Section.of(keys.toArray(Key<?>[]::new));
  }

  private static Shape<Frequency> frequency() {
    return Shapes.measure(text ->
        switch (text) {
          case "never" -> new Frequency.Never();
          case "always" -> new Frequency.Always();
          default -> new Frequency.Every(interval(text));
        });
  }

  private static Duration interval(String text) {
    try {
      return Measures.duration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is neither always nor never, and " + e.getMessage(), e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is no time zone such as Europe/Berlin", e);
    }
  }
}
