package dev.holdfast.secrets.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads one JSON value from bytes that somebody else chose. It makes no `String` of a value and
/// zeroes every buffer that it gives up.
final class JsonReader {
  private static final int DEPTH_MAX = 32;
  private static final int VALUES_MAX = 100_000;
  private static final int WORD_BYTES_MAX = 64;
  private static final int TEXT_BYTES = 64;

  private final byte[] bytes;
  private int position;
  private int values;

  private JsonReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads all of the bytes as one value.
  static Json read(byte[] bytes) throws UnreadableJsonException {
    var reader = new JsonReader(bytes);
    var value = reader.value(0);
    if (reader.next() >= 0) {
      value.zero();
      throw reader.problem("there is more than one value");
    }
    return value;
  }

  private Json value(int depth) throws UnreadableJsonException {
    if (depth > DEPTH_MAX || ++values > VALUES_MAX) {
      throw problem("there is too much in it");
    }
    return switch (next()) {
      case '{' -> table(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(text());
      case -1 -> throw problem("it ends too early");
      default -> word();
    };
  }

  private Json table(int depth) throws UnreadableJsonException {
    position++;
    var entries = new LinkedHashMap<String, Json>();
    var table = new Json.Table(entries);
    try {
      while (next() != '}') {
        if (!entries.isEmpty()) {
          expect(',');
        }
        if (next() != '"') {
          throw problem("a name is missing");
        }
        var name = new String(text(), StandardCharsets.UTF_8);
        expect(':');
        var older = entries.put(name, value(depth + 1));
        if (older != null) {
          older.zero();
          throw problem("a name stands twice");
        }
      }
      position++;
      return table;
    } catch (UnreadableJsonException e) {
      table.zero();
      throw e;
    }
  }

  private Json items(int depth) throws UnreadableJsonException {
    position++;
    var items = new ArrayList<Json>();
    var list = new Json.Items(items);
    try {
      while (next() != ']') {
        if (!items.isEmpty()) {
          expect(',');
        }
        items.add(value(depth + 1));
      }
      position++;
      return list;
    } catch (UnreadableJsonException e) {
      list.zero();
      throw e;
    }
  }

  private Json word() throws UnreadableJsonException {
    var from = position;
    while (position < bytes.length && isPartOfWord(bytes[position])) {
      position++;
    }
    if (position == from || position - from > WORD_BYTES_MAX) {
      throw problem("a value is missing");
    }
    var text = new String(bytes, from, position - from, StandardCharsets.US_ASCII);
    if (text.equals("null")) {
      return Json.Nothing.NOTHING;
    }
    if (!text.equals("true") && !text.equals("false") && !text.matches("-?[0-9][0-9.eE+-]*")) {
      throw problem("a value is neither text nor number nor flag");
    }
    return new Json.Word(text);
  }

  private static boolean isPartOfWord(byte one) {
    return (one >= 'a' && one <= 'z')
        || (one >= '0' && one <= '9')
        || one == '-'
        || one == '+'
        || one == '.'
        || one == 'E';
  }

  private byte[] text() throws UnreadableJsonException {
    position++;
    var text = new ZeroedBytes(TEXT_BYTES);
    try {
      while (true) {
        var one = take();
        if (one == '"') {
          return text.copy();
        }
        if (one < ' ') {
          throw problem("a text has a control character");
        }
        if (one == '\\') {
          escaped(text);
        } else {
          text.add(one);
        }
      }
    } finally {
      text.zero();
    }
  }

  private void escaped(ZeroedBytes text) throws UnreadableJsonException {
    var one = take();
    switch (one) {
      case '"', '\\', '/' -> text.add(one);
      case 'b' -> text.add('\b');
      case 'f' -> text.add('\f');
      case 'n' -> text.add('\n');
      case 'r' -> text.add('\r');
      case 't' -> text.add('\t');
      case 'u' -> text.addCharacter(codePoint());
      default -> throw problem("a text has an escape that does not exist");
    }
  }

  private int codePoint() throws UnreadableJsonException {
    var first = (char) hex();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    if (take() != '\\' || take() != 'u') {
      throw problem("a text has half a character");
    }
    var second = (char) hex();
    if (!Character.isSurrogatePair(first, second)) {
      throw problem("a text has half a character");
    }
    return Character.toCodePoint(first, second);
  }

  private int hex() throws UnreadableJsonException {
    var value = 0;
    for (var i = 0; i < 4; i++) {
      var digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw problem("a text has an escape that is no number");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private int take() throws UnreadableJsonException {
    if (position >= bytes.length) {
      throw problem("it ends too early");
    }
    return bytes[position++] & 0xff;
  }

  /// The next byte that is no blank, which stays; -1 at the end.
  private int next() {
    while (position < bytes.length) {
      var one = bytes[position] & 0xff;
      if (one != ' ' && one != '\t' && one != '\n' && one != '\r') {
        return one;
      }
      position++;
    }
    return -1;
  }

  private void expect(char wanted) throws UnreadableJsonException {
    if (next() != wanted) {
      throw problem("'" + wanted + "' is missing");
    }
    position++;
  }

  private UnreadableJsonException problem(String what) {
    return new UnreadableJsonException(what, Math.min(position, bytes.length));
  }
}
