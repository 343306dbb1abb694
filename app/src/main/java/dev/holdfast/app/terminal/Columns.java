package dev.holdfast.app.terminal;

/// Counts and cuts text by the columns it takes on a terminal.
final class Columns {
  private Columns() {}

  /// How many columns the text takes: two for East Asian wide characters, none for combining ones.
  static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  /// The text, cut to the columns, with `…` where something is missing.
  static String cut(String text, int columnsMax) {
    if (of(text) <= columnsMax) {
      return text;
    }
    var kept = new StringBuilder();
    var left = columnsMax - 1;
    for (var point : text.codePoints().toArray()) {
      left -= of(point);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return columnsMax <= 0 ? "" : kept.append('…').toString();
  }

  /// The text with blanks after it.
  static String left(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  /// The text with blanks before it.
  static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }

  private static int of(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115f)
        || (point >= 0x2e80 && point <= 0xa4cf)
        || (point >= 0xac00 && point <= 0xd7a3)
        || (point >= 0xf900 && point <= 0xfaff)
        || (point >= 0xfe30 && point <= 0xfe6f)
        || (point >= 0xff00 && point <= 0xff60)
        || (point >= 0x1f300 && point <= 0x1faff)
        || (point >= 0x20000 && point <= 0x3fffd);
  }
}
