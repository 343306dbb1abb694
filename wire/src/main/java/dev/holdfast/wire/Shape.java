package dev.holdfast.wire;

import dev.holdfast.wire.WireException.Reason;
import java.util.ArrayList;
import java.util.List;

/// Takes values apart and refuses what a frame may not be.
final class Shape {
  /// The longest name of a method or an argument.
  static final int NAME_BYTES_MAX = 64;

  private static final int VERSION_NUMBER_MAX = 1_000_000;

  private final long offset;

  /// @param offset where the frame started
  Shape(long offset) {
    this.offset = offset;
  }

  WireException wrong(String detail) {
    return new WireException(Reason.WRONG_SHAPE, offset, detail);
  }

  Value required(Value.Map map, String key) throws WireException {
    return map.get(key).orElseThrow(() -> wrong("the key " + key + " is missing"));
  }

  void size(int actual, int expected, String what) throws WireException {
    if (actual != expected) {
      throw wrong(what + " of " + actual + " instead of " + expected);
    }
  }

  long id(Value value) throws WireException {
    if (value instanceof Value.Int(long id) && id >= 1) {
      return id;
    }
    throw wrong("a message id that is no positive integer");
  }

  String name(Raw raw) throws WireException {
    String name = raw.size() <= NAME_BYTES_MAX ? raw.asText().orElse("") : "";
    boolean plain =
        !name.isEmpty()
            && name.chars()
                .allMatch(c -> c == '_' || (c < 0x80 && Character.isLetterOrDigit((char) c)));
    if (!plain) {
      throw wrong("a name that is none: " + raw);
    }
    return name;
  }

  Raw raw(Value value) throws WireException {
    if (value instanceof Raw raw) {
      return raw;
    }
    throw wrong("something else where a byte string belongs");
  }

  List<Value> seq(Value value) throws WireException {
    if (value instanceof Value.Seq(List<Value> items)) {
      return items;
    }
    throw wrong("something else where an array belongs");
  }

  Value.Map map(Value value) throws WireException {
    if (value instanceof Value.Map map) {
      return map;
    }
    throw wrong("something else where a map belongs");
  }

  boolean bool(Value value) throws WireException {
    if (value instanceof Value.Bool(boolean truth)) {
      return truth;
    }
    throw wrong("something else where true or false belongs");
  }

  List<Raw> raws(Value value) throws WireException {
    List<Raw> raws = new ArrayList<>();
    for (Value item : seq(value)) {
      raws.add(raw(item));
    }
    return raws;
  }

  /// A map with one key whose value is a version of Borg 1.x.
  BorgVersion version(Value value, String key) throws WireException {
    Value.Map map = map(value);
    size(map.size(), 1, "a map");
    List<Value> numbers = seq(required(map, key));
    List<Integer> parts = new ArrayList<>();
    for (Value number : numbers) {
      if (!(number instanceof Value.Int(long part))
          || part < -VERSION_NUMBER_MAX
          || part > VERSION_NUMBER_MAX) {
        throw wrong("a version that is none");
      }
      parts.add((int) part);
    }
    if (parts.size() < 2 || parts.size() > BorgVersion.PARTS_MAX || parts.getFirst() != 1) {
      throw new WireException(Reason.WRONG_VERSION, offset, "not Borg 1.x: " + parts);
    }
    return new BorgVersion(parts);
  }
}
