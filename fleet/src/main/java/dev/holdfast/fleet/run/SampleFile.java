package dev.holdfast.fleet.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds a small file in the list of an archive's items, to extract it.
final class SampleFile {
  /// What borg is to print for each item.
  static final String FORMAT = "{type} {size} {path}{NUL}";

  private static final int LINE_BYTES_MAX = 4 * 1024;
  private static final long FILE_BYTES_MAX = 16 << 20;
  private static final Pattern SMALL =
      Pattern.compile("- ([1-9][0-9]{0,8}) ([\\x21-\\x7e][\\x20-\\x7e]*)");

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long items;
  private Optional<Found> found = Optional.empty();

  /// A file with something in it, under a name that every shell and log can show.
  record Found(String path, long bytes) {}

  /// Takes the next bytes.
  synchronized void feed(ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      var b = chunk.get();
      if (b != 0) {
        if (line.size() < LINE_BYTES_MAX) {
          line.write(b);
        }
        continue;
      }
      items++;
      if (found.isEmpty() && line.size() < LINE_BYTES_MAX) {
        found = read(line.toString(StandardCharsets.ISO_8859_1));
      }
      line.reset();
    }
  }

  private static Optional<Found> read(String text) {
    var small = SMALL.matcher(text);
    if (!small.matches()) {
      return Optional.empty();
    }
    var bytes = Long.parseLong(small.group(1));
    return bytes > FILE_BYTES_MAX
        ? Optional.empty()
        : Optional.of(new Found(small.group(2), bytes));
  }

  synchronized long items() {
    return items;
  }

  synchronized Optional<Found> found() {
    return found;
  }
}
