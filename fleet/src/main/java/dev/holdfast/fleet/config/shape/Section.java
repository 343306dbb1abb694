package dev.holdfast.fleet.config.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys that a table may have.
public final class Section {
  private final Map<String, Key<?>> keys;
  private final boolean ignoresCase;

  private Section(Map<String, Key<?>> keys, boolean ignoresCase) {
    this.keys = keys;
    this.ignoresCase = ignoresCase;
  }

  /// A section of these keys and their appending forms.
  public static Section of(Key<?>... keys) {
    return of(List.of(keys), false);
  }

  /// A section whose keys may be written in any case.
  public static Section ignoringCase(Key<?>... keys) {
    return of(List.of(keys), true);
  }

  /// This section with further keys before its own.
  public Section after(Key<?>... first) {
    var all = new ArrayList<Key<?>>(List.of(first));
    keys.values().stream().filter(key -> !key.name().startsWith("+")).forEach(all::add);
    return of(all, ignoresCase);
  }

  private static Section of(List<Key<?>> keys, boolean ignoresCase) {
    var byName = new LinkedHashMap<String, Key<?>>();
    for (var key : keys) {
      byName.put(ignoresCase ? key.name().toLowerCase(Locale.ROOT) : key.name(), key);
      if (key.isAppendable()) {
        var appending = key.appending();
        byName.put(appending.name(), appending);
      }
    }
    return new Section(byName, ignoresCase);
  }

  Optional<Key<?>> find(String written) {
    return Optional.ofNullable(keys.get(ignoresCase ? written.toLowerCase(Locale.ROOT) : written));
  }

  boolean has(Key<?> key) {
    return keys.values().stream().anyMatch(known -> known.name().equals(key.name()));
  }

  /// All names, as they are written in the documentation.
  public Stream<String> names() {
    return keys.values().stream().map(Key::name);
  }

  /// The rule for a table of this section, in the words of JSON Schema.
  public Map<String, Object> schema() {
    var properties = new LinkedHashMap<String, Object>();
    for (var key : keys.values()) {
      var property = new LinkedHashMap<String, Object>();
      property.put("description", key.summary());
      property.putAll(key.shape().schema());
      properties.put(key.name(), property);
    }
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", List.of("object", "null"));
    schema.put("additionalProperties", false);
    schema.put("properties", properties);
    return schema;
  }
}
