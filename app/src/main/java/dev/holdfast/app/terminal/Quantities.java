package dev.holdfast.app.terminal;

import java.time.Duration;
import java.util.Locale;

/// Sizes, rates, counts and durations, written as borg writes them where it does.
final class Quantities {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Quantities() {}

  /// Decimal units with two digits after the point: `999 B`, `1.23 kB`, `45.60 GB`.
  static String bytes(long bytes) {
    var value = (double) bytes;
    var unit = 0;
    while (Math.abs(value) >= 999.995 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.2f %s", value, UNITS[unit]);
  }

  /// Bytes per second, with one digit less than a size.
  static String rate(double bytesPerSecond) {
    var value = bytesPerSecond;
    var unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s/s" : "%.1f %s/s", value, UNITS[unit]);
  }

  /// A count with its thousands apart: `1,234,567`.
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// The two largest parts that matter: `0.4 s`, `42 s`, `3 min 07 s`, `2 h 05 min`, `3 d 04 h`.
  static String duration(Duration duration) {
    var seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%d.%d s", seconds, duration.toMillisPart() / 100);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%d d %02d h", seconds / 86_400, seconds / 3600 % 24);
  }
}
