package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tables that say something of the same thing: the later one wins.
final class Layers {
  private final List<Fields> weakestFirst;

  Layers(List<Fields> weakestFirst) {
    this.weakestFirst = List.copyOf(weakestFirst);
  }

  /// The tables under this key.
  Layers under(Key<Fields> key) {
    return new Layers(
        weakestFirst.stream()
            .filter(fields -> fields.has(key))
            .flatMap(fields -> fields.value(key).stream())
            .toList());
  }

  /// Only the tables that may have this key.
  Layers having(Key<?> key) {
    return new Layers(weakestFirst.stream().filter(fields -> fields.has(key)).toList());
  }

  List<Fields> strongestFirst() {
    return weakestFirst.reversed();
  }

  /// The value of the strongest table that has one.
  <T> Optional<Located<T>> located(Key<T> key) {
    return strongestFirst().stream()
        .filter(fields -> fields.has(key))
        .flatMap(fields -> fields.located(key).stream())
        .findFirst();
  }

  /// The value of the strongest table that has one.
  <T> Optional<T> value(Key<T> key) {
    return located(key).map(Located::value);
  }

  <T> T value(Key<T> key, T otherwise) {
    return value(key).orElse(otherwise);
  }

  /// Whether any table has the key, right or wrong.
  boolean isWritten(Key<?> key) {
    return weakestFirst.stream().anyMatch(fields -> fields.isWritten(key));
  }

  /// A list: each table replaces it by `key` or adds to it by `+key`.
  <T> List<T> list(Key<List<T>> key) {
    List<T> list = new ArrayList<>();
    for (var fields : weakestFirst) {
      if (fields.has(key)) {
        fields.value(key).ifPresent(replaced -> replace(list, replaced));
        fields.appended(key).ifPresent(list::addAll);
      }
    }
    return list;
  }

  private static <T> void replace(List<T> list, List<T> by) {
    list.clear();
    list.addAll(by);
  }
}
