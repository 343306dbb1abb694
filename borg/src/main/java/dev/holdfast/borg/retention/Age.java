package dev.holdfast.borg.retention;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// The age that Borg's `--keep-within` takes: whole hours, days, weeks, months of 31 days or years
/// of 365 days. `1m` is a month here and nowhere else.
public final class Age {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})([Hdwmy])");
  private static final Map<String, Integer> HOURS =
      Map.of("H", 1, "d", 24, "w", 24 * 7, "m", 24 * 31, "y", 24 * 365);

  private Age() {}

  /// @throws IllegalArgumentException if Borg would not take it, or it has more than five digits
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
    return Duration.ofHours(hours);
  }

  /// A text that [#parse] makes the same age of.
  public static String text(Duration age) {
    return age.toHours() % 24 == 0 ? age.toDays() + "d" : age.toHours() + "H";
  }
}
