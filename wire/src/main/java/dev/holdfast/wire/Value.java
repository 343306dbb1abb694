package dev.holdfast.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A MessagePack value in Borg's old dialect.
public sealed interface Value
    permits Raw, Value.Nil, Value.Bool, Value.Int, Value.Real, Value.Seq, Value.Map {

  /// Nothing.
  record Nil() implements Value {}

  /// True or false.
  record Bool(boolean value) implements Value {}

  /// A signed integer of 64 bits.
  record Int(long value) implements Value {}

  /// A floating point number; only RPC frames may hold one ([WireLimits#floats]).
  record Real(double value) implements Value {}

  /// An array.
  record Seq(List<Value> items) implements Value {
    public Seq {
      items = items instanceof EqualRaws ? items : List.copyOf(items);
    }

    public static Seq of(Value... items) {
      return new Seq(List.of(items));
    }
  }

  /// A map with byte strings as keys, in the order of the wire, no key twice.
  record Map(SequencedMap<Raw, Value> entries) implements Value {
    public Map {
      entries = Entries.copyOf(entries);
    }

    public static MapBuilder builder() {
      return new MapBuilder();
    }

    public Optional<Value> get(String key) {
      return get(Raw.of(key));
    }

    public Optional<Value> get(Raw key) {
      return Optional.ofNullable(entries.get(key));
    }

    public int size() {
      return entries.size();
    }
  }

  /// Collects the entries of a [Map] in order.
  final class MapBuilder {
    private final SequencedMap<Raw, Value> entries = new LinkedHashMap<>();

    private MapBuilder() {}

    /// @throws IllegalArgumentException if the key is there already
    public MapBuilder put(Raw key, Value value) {
      if (entries.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException("key given twice: " + key);
      }
      return this;
    }

    public MapBuilder put(String key, Value value) {
      return put(Raw.of(key), value);
    }

    public MapBuilder put(String key, long value) {
      return put(key, new Int(value));
    }

    public MapBuilder put(String key, boolean value) {
      return put(key, new Bool(value));
    }

    public MapBuilder put(String key, String value) {
      return put(key, Raw.of(value));
    }

    public Map build() {
      return new Map(entries);
    }
  }

  /// A sequence of texts.
  static Seq texts(List<String> texts) {
    List<Value> items = new ArrayList<>(texts.size());
    for (String text : texts) {
      items.add(Raw.of(text));
    }
    return new Seq(items);
  }
}
