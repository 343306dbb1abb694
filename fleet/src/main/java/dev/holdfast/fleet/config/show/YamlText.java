package dev.holdfast.fleet.config.show;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes maps, lists, texts, numbers and flags as YAML in block style.
public final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z/][A-Za-z0-9/_.@+=:-]*[A-Za-z0-9/_.@+=-]|[A-Za-z/]|([0-9]+(d|h|m|s|ms))+|[0-9]+(B|KiB|MiB|GiB|TiB)");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /// The document, ending with a line end.
  public static String of(Map<String, ?> document) {
    var yaml = new YamlText();
    yaml.table(document, "");
    return yaml.text.toString();
  }

  private void table(Map<String, ?> table, String indent) {
    table.forEach((name, value) -> {
      text.append(indent).append(scalar(name)).append(':');
      value(value, indent);
    });
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> table when !table.isEmpty() -> {
        text.append('\n');
        table(named(table), indent + "  ");
      }
      case List<?> list when !list.isEmpty() -> {
        text.append('\n');
        for (var item : list) {
          text.append(indent).append("  - ").append(scalar(item)).append('\n');
        }
      }
      case Map<?, ?> _ -> text.append(" {}\n");
      case List<?> _ -> text.append(" []\n");
      default -> text.append(' ').append(scalar(value)).append('\n');
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> named(Map<?, ?> table) {
    return (Map<String, ?>) table;
  }

  private static String scalar(Object value) {
    return value instanceof String string ? string(string) : value.toString();
  }

  private static String string(String value) {
    if (PLAIN.matcher(value).matches()
        && !WORDS.contains(value.toLowerCase(java.util.Locale.ROOT))) {
      return value;
    }
    var quoted = new StringBuilder("\"");
    value.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int character) {
    switch (character) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\t' -> quoted.append("\\t");
      default -> {
        var isPrintable =
            (character >= ' ' && character < 127)
                || (character > 0xA0 && character < 0x2000)
                || (character >= 0x3000 && character < 0xD800);
        if (isPrintable) {
          quoted.appendCodePoint(character);
        } else {
          quoted.append(String.format("\\U%08X", character));
        }
      }
    }
  }
}
