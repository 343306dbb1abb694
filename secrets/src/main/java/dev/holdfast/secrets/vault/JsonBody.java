package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/// Writes the body of a request, which may hold secrets.
final class JsonBody {
  private static final int BODY_BYTES = 256;
  private static final String HEX = "0123456789abcdef";

  private final ZeroedBytes bytes = new ZeroedBytes(BODY_BYTES);

  private JsonBody() {}

  /// The bytes of a table, which the caller zeroes.
  ///
  /// @param table from names to texts, whole numbers, flags, [Secret]s, [Json], and lists and
  ///   tables of these
  static byte[] of(Map<String, ?> table) {
    var body = new JsonBody();
    try {
      body.value(table);
      return body.bytes.copy();
    } finally {
      body.bytes.zero();
    }
  }

  private void value(Object value) {
    if (value instanceof Json json) {
      json(json);
    } else if (value instanceof Secret secret) {
      secret.use(content -> {
        text(content);
        return true;
      });
    } else {
      plain(value);
    }
  }

  private void plain(Object value) {
    switch (value) {
      case String text -> text(text.getBytes(StandardCharsets.UTF_8));
      case Map<?, ?> map -> table(map);
      case Collection<?> list -> items(list);
      case Number number -> bytes.addAscii(number.toString());
      case Boolean flag -> bytes.addAscii(flag.toString());
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void json(Json json) {
    switch (json) {
      case Json.Text text -> text(text.bytes());
      case Json.Table table -> table(table.entries());
      case Json.Items list -> items(list.items());
      case Json.Word word -> bytes.addAscii(word.text());
      case Json.Nothing _ -> bytes.addAscii("null");
    }
  }

  private void table(Map<?, ?> table) {
    bytes.add('{');
    var separator = "";
    for (var entry : table.entrySet()) {
      bytes.addAscii(separator);
      separator = ",";
      value(entry.getKey());
      bytes.add(':');
      value(entry.getValue());
    }
    bytes.add('}');
  }

  private void items(Collection<?> list) {
    bytes.add('[');
    var separator = "";
    for (var item : list) {
      bytes.addAscii(separator);
      separator = ",";
      value(item);
    }
    bytes.add(']');
  }

  private void text(byte[] content) {
    bytes.add('"');
    for (var one : content) {
      if (one == '"' || one == '\\') {
        bytes.add('\\');
        bytes.add(one);
      } else if (one >= 0 && one < ' ') {
        bytes.addAscii("\\u00");
        bytes.add(HEX.charAt(one >> 4));
        bytes.add(HEX.charAt(one & 15));
      } else {
        bytes.add(one);
      }
    }
    bytes.add('"');
  }
}
