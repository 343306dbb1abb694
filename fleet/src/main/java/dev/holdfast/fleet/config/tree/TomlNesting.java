package dev.holdfast.fleet.config.tree;

/// Counts brackets before the TOML parser sees them: it recurses, so a line of brackets could
/// exhaust the stack.
final class TomlNesting {
  private final String text;
  private int at;
  private int line = 1;
  private int lineStart;

  private TomlNesting(String text) {
    this.text = text;
  }

  static void refuseTooDeep(String text, Faults faults) {
    new TomlNesting(text).scan(faults);
  }

  private void scan(Faults faults) {
    var depth = 0;
    for (; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '\n' -> newLine();
        case '#' -> skipTo("\n", false);
        case '"' -> skipTo(text.startsWith("\"\"\"", at) ? "\"\"\"" : "\"", true);
        case '\'' -> skipTo(text.startsWith("'''", at) ? "'''" : "'", false);
        case '[', '{' -> depth++;
        case ']', '}' -> depth = Math.max(0, depth - 1);
        default -> {}
      }
      if (depth > ConfigTree.DEPTH_MAX) {
        throw faults.exception(
            new Position(line, at - lineStart + 1),
            "nested deeper than " + ConfigTree.DEPTH_MAX + " levels",
            "flatten it");
      }
    }
  }

  private void newLine() {
    line++;
    lineStart = at + 1;
  }

  /// Leaves `at` on the last character of the end mark, or before a line end that ends a comment or
  /// an unclosed text.
  private void skipTo(String end, boolean escapes) {
    for (at += end.equals("\n") ? 1 : end.length(); at < text.length(); at++) {
      if (text.startsWith(end, at) && !end.equals("\n")) {
        at += end.length() - 1;
        return;
      }
      if (text.charAt(at) == '\n') {
        if (end.length() < 3) {
          at--;
          return;
        }
        newLine();
      } else if (escapes && text.charAt(at) == '\\') {
        at++;
      }
    }
  }
}
