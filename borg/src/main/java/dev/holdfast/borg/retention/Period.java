package dev.holdfast.borg.retention;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// Stretches of local time of each of which a rule keeps the last archive, in the order in which
/// Borg goes through its rules.
public enum Period {
  SECONDLY,
  MINUTELY,
  HOURLY,
  DAILY,
  /// Weeks of ISO 8601: from Monday.
  WEEKLY,
  MONTHLY,
  /// Quarters of 13 weeks; the last one of a long year has 14. Of Borg 1.4.1 and later.
  QUARTERLY_13WEEKLY,
  /// Quarters of the calendar. Of Borg 1.4.1 and later.
  QUARTERLY_3MONTHLY,
  YEARLY;

  private static final int MONTHS = 100;
  private static final int QUARTER_WEEKS = 13;
  private static final int QUARTERS = 4;

  /// What Borg's listing calls the rule.
  public String ruleName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Equal for two times if and only if they are in the same stretch. Summer time ends with an hour
  /// that the clock shows twice, and which Borg takes for one.
  long of(ZonedDateTime time) {
    return switch (this) {
      case SECONDLY -> clock(time, ChronoUnit.SECONDS);
      case MINUTELY -> clock(time, ChronoUnit.MINUTES);
      case HOURLY -> clock(time, ChronoUnit.HOURS);
      case DAILY -> time.getLong(ChronoField.EPOCH_DAY);
      case WEEKLY -> weekYear(time) * MONTHS + week(time);
      case MONTHLY -> time.getLong(ChronoField.PROLEPTIC_MONTH);
      case QUARTERLY_13WEEKLY ->
          weekYear(time) * QUARTERS + Math.min((week(time) - 1) / QUARTER_WEEKS, QUARTERS - 1);
      case QUARTERLY_3MONTHLY ->
          (long) time.getYear() * QUARTERS + time.get(IsoFields.QUARTER_OF_YEAR);
      case YEARLY -> time.getYear();
    };
  }

  private static long clock(ZonedDateTime time, ChronoUnit unit) {
    return time.toLocalDateTime().truncatedTo(unit).toEpochSecond(ZoneOffset.UTC);
  }

  private static long weekYear(ZonedDateTime time) {
    return time.getLong(IsoFields.WEEK_BASED_YEAR);
  }

  private static long week(ZonedDateTime time) {
    return time.getLong(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }
}
