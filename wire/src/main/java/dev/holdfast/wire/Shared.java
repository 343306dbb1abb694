package dev.holdfast.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of which one instance serves all, so that a byte on the wire does not become an object
/// here. The constants serve everybody, the names one parser.
final class Shared {
  static final Value NIL = new Value.Nil();
  static final Value TRUE = new Value.Bool(true);
  static final Value FALSE = new Value.Bool(false);
  static final Value EMPTY_RAW = Raw.wrap(new byte[0]);
  static final Value EMPTY_SEQ = new Value.Seq(List.of());
  static final Value EMPTY_MAP = new Value.Map(new LinkedHashMap<>());

  private static final int INT_MIN = -32;
  private static final int INT_MAX = 127;
  private static final Value[] INTS = ints();

  private static final int NAME_BYTES_MAX = 16;
  private static final int NAMES_MAX = 64;

  private final Map<Raw, Raw> names = new HashMap<>();

  private static Value[] ints() {
    Value[] ints = new Value[INT_MAX - INT_MIN + 1];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = new Value.Int(INT_MIN + i);
    }
    return ints;
  }

  /// Whether [#integer] knows the number: those that take one byte on the wire.
  static boolean knows(long number) {
    return number >= INT_MIN && number <= INT_MAX;
  }

  static Value integer(long number) {
    return INTS[(int) number - INT_MIN];
  }

  /// An equal key of a map from before, if there was one; else this one is remembered. Maps of one
  /// kind have the same few keys.
  @Nullable Raw known(Raw key) {
    if (key.size() == 0 || key.size() > NAME_BYTES_MAX) {
      return null;
    }
    Raw known = names.get(key);
    if (known == null && names.size() < NAMES_MAX) {
      names.put(key, key);
    }
    return known;
  }
}
