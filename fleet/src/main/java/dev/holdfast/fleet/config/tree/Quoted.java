package dev.holdfast.fleet.config.tree;

/// Text of a configuration as messages show it: quoted, short, without control characters.
public final class Quoted {
  private static final int CHARACTERS_MAX = 60;

  private Quoted() {}

  /// The text between quotes.
  public static String of(String text) {
    var shown = new StringBuilder("\"");
    text.codePoints()
        .limit(CHARACTERS_MAX)
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            shown.append('\\').appendCodePoint(c);
          } else if (isPlain(c)) {
            shown.appendCodePoint(c);
          } else {
            shown.append(String.format("\\u%04X", c));
          }
        });
    return shown
        .append(text.codePointCount(0, text.length()) > CHARACTERS_MAX ? "…\"" : "\"")
        .toString();
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
