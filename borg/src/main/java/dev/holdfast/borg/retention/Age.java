package dev.holdfast.borg.retention;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// The age that Borg's `--keep-within` takes: whole hours, days, weeks, months of 31 days or years
/// of 365 days. `1m` is a month here and nowhere else.
public final class Age {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([Hdwmy])");
  private static final Map<String, Integer> HOURS =
      Map.of("H", 1, "d", 24, "w", 24 * 7, "m", 24 * 31, "y", 24 * 365);

  /// Some 100,000 years: times are counted back from now.
  private static final long HOURS_MAX = 99_999L * 24 * 365;

  private Age() {}

  /// @throws IllegalArgumentException if Borg would not take it, or it is longer than `99999y`
  public static Duration parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "is not an age as borg prune takes it: 36H, 2d, 4w, 6m (months of 31 days) or 1y");
    }
    var hours = Long.parseLong(parts.group(1)) * HOURS.getOrDefault(parts.group(2), 0);
    if (hours == 0) {
      throw new IllegalArgumentException("is no time at all");
    }
    if (hours > HOURS_MAX) {
      throw new IllegalArgumentException("is longer than 99999y");
    }
    return Duration.ofHours(hours);
  }

  /// A text that [#parse] makes the same age of.
  public static String text(Duration age) {
    return age.toHours() % 24 == 0 ? age.toDays() + "d" : age.toHours() + "H";
  }
}
