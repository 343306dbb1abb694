package dev.holdfast.kit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Words for a shell, in characters that every keyboard has.
final class ShellText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./\\[\\]-]+");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");

  private ShellText() {}

  /// The word, quoted where it has to be. What is not ASCII is written as bash, zsh and ksh take
  /// it.
  static String word(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    if (PRINTABLE.matcher(text).matches()) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    var quoted = new StringBuilder("$'");
    for (var unit : text.getBytes(StandardCharsets.UTF_8)) {
      if (unit == '\'' || unit == '\\') {
        quoted.append('\\').append((char) unit);
      } else if (unit >= ' ' && unit <= '~') {
        quoted.append((char) unit);
      } else {
        quoted.append("\\%03o".formatted(unit & 0xff));
      }
    }
    return quoted.append('\'').toString();
  }
}
