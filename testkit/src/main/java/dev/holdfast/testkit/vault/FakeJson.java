package dev.holdfast.testkit.vault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as maps, lists, texts, numbers and flags; strict, because what the product sends must be.
final class FakeJson {
  private final String text;
  private int at;

  private FakeJson(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException if it is no table
  @SuppressWarnings("unchecked") // tables have texts as names
  static Map<String, Object> table(String text) {
    var json = new FakeJson(text);
    if (!(json.value() instanceof Map<?, ?> table) || json.at != text.length()) {
      throw new IllegalArgumentException("not one JSON table");
    }
    return (Map<String, Object>) table;
  }

  private Object value() {
    return switch (text.charAt(at)) {
      case '{' -> table();
      case '[' -> list();
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> table() {
    var table = new LinkedHashMap<String, Object>();
    at++;
    while (text.charAt(at) != '}') {
      if (!table.isEmpty()) {
        expect(',');
      }
      var name = string();
      expect(':');
      table.put(name, value());
    }
    at++;
    return table;
  }

  private List<Object> list() {
    var list = new ArrayList<Object>();
    at++;
    while (text.charAt(at) != ']') {
      if (!list.isEmpty()) {
        expect(',');
      }
      list.add(value());
    }
    at++;
    return list;
  }

  private String string() {
    expect('"');
    var string = new StringBuilder();
    while (text.charAt(at) != '"') {
      var one = text.charAt(at++);
      if (one < ' ') {
        throw new IllegalArgumentException("a control character in a text");
      }
      string.append(one == '\\' ? escaped() : one);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    var one = text.charAt(at++);
    return switch (one) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
      case '"', '\\', '/' -> one;
      default -> throw new IllegalArgumentException("an odd escape");
    };
  }

  private Object word() {
    var from = at;
    while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    var word = text.substring(from, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> Long.valueOf(word);
    };
  }

  private void expect(char wanted) {
    if (text.charAt(at++) != wanted) {
      throw new IllegalArgumentException("'" + wanted + "' is missing");
    }
  }

  static String write(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String string -> quoted(string);
      case Map<?, ?> table -> {
        var parts = new ArrayList<String>();
        table.forEach((name, one) -> parts.add(quoted((String) name) + ": " + write(one)));
        yield "{" + String.join(", ", parts) + "}";
      }
      case List<?> list ->
          "[" + String.join(",", list.stream().map(FakeJson::write).toList()) + "]";
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var one = text.charAt(i);
      if (one == '"' || one == '\\') {
        quoted.append('\\').append(one);
      } else if (one < ' ' || one > '~') {
        quoted.append("\\u%04x".formatted((int) one));
      } else {
        quoted.append(one);
      }
    }
    return quoted.append('"').toString();
  }
}
