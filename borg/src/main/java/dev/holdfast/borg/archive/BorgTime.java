package dev.holdfast.borg.archive;

import dev.holdfast.borg.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Times as Borg writes them: UTC without saying so, microseconds if there are any.
final class BorgTime {
  private static final Pattern SHAPE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{6})?");

  /// Python, and so Borg, knows no year before 1.
  private static final String NO_YEAR = "0000";

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private BorgTime() {}

  static Instant parse(String what, String text) throws RefusedException {
    try {
      if (SHAPE.matcher(text).matches() && !text.startsWith(NO_YEAR)) {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      }
    } catch (DateTimeException e) {
      throw malformed(what);
    }
    throw malformed(what);
  }

  /// Always with microseconds; what is finer is dropped.
  static String write(Instant time) {
    return WRITTEN.format(time);
  }

  private static RefusedException malformed(String what) {
    return RefusedException.malformed(what + " is not a time as Borg writes it");
  }
}
