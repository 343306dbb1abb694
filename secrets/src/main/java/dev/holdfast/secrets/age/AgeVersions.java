package dev.holdfast.secrets.age;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.regex.Pattern;

/// Versions inside the table of a store: the newest value has the plain name, older ones have
/// `NAME@NUMBER`. The newest is one above the highest of these, so no number is stored with it.
final class AgeVersions {
  /// How many versions before the newest are kept of each secret.
  static final int OLDER_MAX = 9;

  private static final Pattern OLDER = Pattern.compile("(.*)@([1-9][0-9]{0,17})", Pattern.DOTALL);

  private final NavigableMap<String, byte[]> values;

  /// @param values the table, which changes with it
  AgeVersions(NavigableMap<String, byte[]> values) {
    this.values = values;
  }

  /// Whether the name is that of an older version.
  static boolean isOlder(String name) {
    return OLDER.matcher(name).matches();
  }

  /// The number of the newest version; 0 if there is none.
  long newest(String name) {
    return values.containsKey(name) ? older(name).stream().reduce(0L, Math::max) + 1 : 0;
  }

  /// All that are there, oldest first.
  List<Long> all(String name) {
    var all = new ArrayList<>(older(name));
    if (values.containsKey(name)) {
      all.add(newest(name));
    }
    return List.copyOf(all);
  }

  /// The key of a version in the table.
  Optional<String> keyOf(String name, long version) {
    if (version == newest(name)) {
      return version == 0 ? Optional.empty() : Optional.of(name);
    }
    return Optional.of(name + "@" + version).filter(values::containsKey);
  }

  /// Makes a value the newest version; what was newest becomes an older one. A value that is the
  /// newest already changes nothing.
  void put(String name, byte[] value) {
    var before = values.get(name);
    if (before != null && Arrays.equals(before, value)) {
      Arrays.fill(value, (byte) 0);
      return;
    }
    if (before != null) {
      values.put(name + "@" + newest(name), before);
    }
    values.put(name, value);
    var older = older(name);
    older
        .subList(0, Math.max(0, older.size() - OLDER_MAX))
        .forEach(version -> drop(name + "@" + version));
  }

  /// Takes all versions away; says whether there was one.
  boolean remove(String name) {
    older(name).forEach(version -> drop(name + "@" + version));
    return drop(name);
  }

  private boolean drop(String key) {
    var value = values.remove(key);
    if (value == null) {
      return false;
    }
    Arrays.fill(value, (byte) 0);
    return true;
  }

  private List<Long> older(String name) {
    return values.tailMap(name + "@").keySet().stream()
        .takeWhile(key -> key.startsWith(name + "@"))
        .map(OLDER::matcher)
        .filter(found -> found.matches() && found.group(1).equals(name))
        .map(found -> Long.valueOf(found.group(2)))
        .sorted()
        .toList();
  }
}
