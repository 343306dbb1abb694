package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.fleet.config.tree.Position;
import dev.holdfast.fleet.config.tree.Quoted;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One table of a section: every value read and checked by its key, once.
public final class Fields {
  private final Section section;
  private final Reading reading;
  private final Position at;
  private final Map<String, Located<?>> values = new HashMap<>();
  private final Map<String, Position> written = new HashMap<>();

  private Fields(Section section, Reading reading, Position at) {
    this.section = section;
    this.reading = reading;
    this.at = at;
  }

  /// Reads a table; what is wrong goes to the reading's faults.
  public static Fields read(Section section, Node.Table table, Reading reading) {
    return read(section, table, table.at(), reading);
  }

  static Fields read(Section section, Node.Table table, Position at, Reading reading) {
    var fields = new Fields(section, reading, at);
    for (var entry : table.entries()) {
      section
          .find(entry.name())
          .ifPresentOrElse(key -> fields.readEntry(key, entry), () -> fields.refuse(entry));
    }
    fields.refuseBothForms();
    return fields;
  }

  private void readEntry(Key<?> key, Node.Entry entry) {
    if (written.put(key.name(), entry.at()) != null) {
      reading.fault(entry.at(), "has the key " + Quoted.of(key.name()) + " twice");
      return;
    }
    key.shape()
        .read(entry.value(), reading.in(key.name()))
        .ifPresent(value -> values.put(key.name(), new Located<>(value, entry.value().at())));
  }

  private void refuse(Node.Entry entry) {
    reading.fault(
        entry.at(),
        "has no key " + Quoted.of(entry.name()),
        Nearest.of(entry.name(), section.names()));
  }

  private void refuseBothForms() {
    for (var name : written.keySet()) {
      if (name.startsWith("+") && written.containsKey(name.substring(1))) {
        reading.fault(
            positionOf(name),
            "has both " + name.substring(1) + " and " + name,
            Optional.of("write everything into " + name.substring(1)));
      }
    }
  }

  private Position positionOf(String name) {
    return written.getOrDefault(name, at);
  }

  /// The value of a key, if it is there and right.
  public <T> Optional<Located<T>> located(Key<T> key) {
    return take(key.name(), key);
  }

  /// The value of a key, if it is there and right.
  public <T> Optional<T> value(Key<T> key) {
    return located(key).map(Located::value);
  }

  /// The complete path that a key names, if it is there and right.
  public Optional<String> path(Key<String> key) {
    return located(key)
        .flatMap(written -> {
          try {
            return Optional.of(reading.absolute(written.value()));
          } catch (IllegalArgumentException e) {
            reading.in(key.name()).fault(written.at(), String.valueOf(e.getMessage()));
            return Optional.empty();
          }
        });
  }

  /// What `+key` adds.
  public <T> Optional<T> appended(Key<T> key) {
    return this.<T>take("+" + key.name(), key).map(Located::value);
  }

  // The value was put there by the shape of the key with this name, and names are unique.
  @SuppressWarnings("unchecked")
  private <T> Optional<Located<T>> take(String name, Key<T> key) {
    if (!section.has(key)) {
      throw new IllegalArgumentException("the section has no key " + key.name());
    }
    return Optional.ofNullable((Located<T>) values.get(name));
  }

  /// Whether tables of this section may have the key.
  public boolean has(Key<?> key) {
    return section.has(key);
  }

  /// Whether the key was written at all, right or wrong.
  public boolean isWritten(Key<?> key) {
    return written.containsKey(key.name());
  }

  /// Where the key was written, else where the table is.
  public Position at(Key<?> key) {
    return positionOf(key.name());
  }

  /// Where the table is.
  public Position at() {
    return at;
  }

  /// What messages call it, and where they go.
  public Reading reading() {
    return reading;
  }
}
