package dev.holdfast.fleet.config.show;

import dev.holdfast.secrets.SecretRef;
import java.time.Duration;
import java.util.List;

/// Values as a configuration writes them.
public final class Texts {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

  private Texts() {}

  /// A text that is not taken for a reference when it is read again.
  public static String literal(String text) {
    return SecretRef.parse(text).isPresent() || text.startsWith("literal:")
        ? "literal:" + text
        : text;
  }

  /// Each text of a list.
  public static List<String> literals(List<String> texts) {
    return texts.stream().map(Texts::literal).toList();
  }

  /// For example `1h30m`.
  public static String duration(Duration duration) {
    var text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  /// For example `128MiB`.
  public static String size(long bytes) {
    var unit = 0;
    var count = bytes;
    while (count >= 1024 && count % 1024 == 0 && unit < UNITS.size() - 1) {
      count /= 1024;
      unit++;
    }
    return count + UNITS.get(unit);
  }
}
