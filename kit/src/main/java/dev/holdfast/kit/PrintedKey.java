package dev.holdfast.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The key as it stands on a page that was written before: what a person would type.
public final class PrintedKey {
  private static final int LINES_MAX = 1_000;
  private static final Pattern LINE = Pattern.compile("(id|[ 0-9]+): [0-9a-f /-]+");

  private PrintedKey() {}

  /// The lines from the one that starts with `id:`; empty if the page has no key, or something else
  /// in its place.
  ///
  /// @param html the page
  public static Optional<List<String>> of(byte[] html) {
    var text = new String(html, StandardCharsets.UTF_8);
    var begin = text.indexOf(HtmlPage.KEY_BEGIN);
    var end = text.indexOf(HtmlPage.KEY_END, Math.max(begin, 0));
    if (begin < 0 || end < 0) {
      return Optional.empty();
    }
    var lines =
        text.substring(begin + HtmlPage.KEY_BEGIN.length(), end)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    var sound =
        !lines.isEmpty()
            && lines.size() <= LINES_MAX
            && lines.getFirst().startsWith("id:")
            && lines.stream().allMatch(line -> LINE.matcher(line).matches());
    return sound ? Optional.of(lines) : Optional.empty();
  }
}
