package dev.holdfast.fleet.config.read;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Durations and sizes as people write them.
final class Measures {
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,8})s)?(?:(\\d{1,9})ms)?");
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)");
  private static final Map<String, Long> BYTES =
      Map.of(
          "B",
          1L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L);

  private Measures() {}

  /// For example `30s`, `1h30m`, `2d`; longer than nothing and at most 366 days.
  static Duration duration(String text) {
    if (NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("has no unit: write 30s, 5m, 4h or 1d");
    }
    var parts = DURATION.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException("is not a duration such as 30s, 5m, 1h30m or 1d");
    }
    var sum =
        Duration.ofDays(number(parts.group(1)))
            .plusHours(number(parts.group(2)))
            .plusMinutes(number(parts.group(3)))
            .plusSeconds(number(parts.group(4)))
            .plusMillis(number(parts.group(5)));
    if (sum.isZero() || sum.compareTo(Duration.ofDays(366)) > 0) {
      throw new IllegalArgumentException("is not between 1ms and 366d");
    }
    return sum;
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /// For example `128MiB`, in bytes; more than nothing.
  static long size(String text) {
    if (NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("has no unit: write 64KiB, 128MiB or 1GiB");
    }
    var parts = SIZE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("is not a size such as 64KiB, 128MiB or 1GiB");
    }
    var unit = BYTES.getOrDefault(parts.group(2), 1L);
    var count = Long.parseLong(parts.group(1));
    if (count == 0 || count > (1L << 60) / unit) {
      throw new IllegalArgumentException("is not between 1B and 1048576TiB");
    }
    return count * unit;
  }

  /// For example `5MiB` or `5MiB/s`, in KiB per second.
  static int rate(String text) {
    var bytes = size(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text);
    var kib = bytes >> 10;
    if (kib < 1 || kib > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("is not between 1KiB and 2097151GiB per second");
    }
    return (int) kib;
  }
}
