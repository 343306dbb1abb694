package dev.holdfast.app.terminal;

/// Makes text of foreign hosts harmless for a terminal: whatever could move the cursor, change
/// colours, forge a line or turn the reading direction is shown as an escape instead.
public final class Visible {
  private Visible() {}

  /// The text on one line; the same text where it is harmless already.
  public static String text(String text) {
    if (text.codePoints().noneMatch(Visible::isHarmful)) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    if (!isHarmful(point)) {
      shown.appendCodePoint(point);
    } else if (point == '\n') {
      shown.append("\\n");
    } else if (point == '\t') {
      shown.append("\\t");
    } else if (point < 0x100) {
      shown.append("\\x%02x".formatted(point));
    } else {
      shown.append("\\u{%x}".formatted(point));
    }
  }

  private static boolean isHarmful(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
