package dev.holdfast.lab.attacks;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.LinkedHashMap;

/// Changed copies of structures.
final class Edits {
  private Edits() {}

  static Value.Map with(Value.Map map, String key, Value value) {
    var entries = new LinkedHashMap<>(map.entries());
    entries.put(Raw.of(key), value);
    return new Value.Map(entries);
  }

  static Value.Map without(Value.Map map, String key) {
    var entries = new LinkedHashMap<>(map.entries());
    entries.remove(Raw.of(key));
    return new Value.Map(entries);
  }

  static Value.Map map(Value.Map map, String key) {
    return (Value.Map) map.get(key).orElseThrow();
  }

  static Value.Seq list(Value.Map map, String key) {
    return (Value.Seq) map.get(key).orElseThrow();
  }

  static String text(Value.Map map, String key) {
    return ((Raw) map.get(key).orElseThrow()).asText().orElseThrow();
  }

  static byte[] bytes(Value.Map map, String key) {
    return ((Raw) map.get(key).orElseThrow()).toByteArray();
  }
}
