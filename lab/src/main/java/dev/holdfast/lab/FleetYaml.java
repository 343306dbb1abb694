package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text of a `fleet.yaml` that the lab writes. Every string is quoted, so any value survives.
public final class FleetYaml {
  private final Map<String, Object> root = new LinkedHashMap<>();

  /// Sets a value, making the maps on the way to it.
  ///
  /// @param value a string, number, boolean, list or map of them
  /// @param path keys from the outside in
  public FleetYaml set(Object value, String... path) {
    parent(path).put(path[path.length - 1], value);
    return this;
  }

  /// Removes a value.
  public FleetYaml drop(String... path) {
    parent(path).remove(path[path.length - 1]);
    return this;
  }

  /// A copy that can be changed without changing this one.
  public FleetYaml copy() {
    var copy = new FleetYaml();
    copyInto(root, copy.root);
    return copy;
  }

  /// Writes it.
  public Path write(Path file) throws IOException {
    return Files.writeString(file, toString());
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    block(root, "", text);
    return text.toString();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> parent(String... path) {
    var map = root;
    for (var key : List.of(path).subList(0, path.length - 1)) {
      map =
          (Map<String, Object>) map.computeIfAbsent(key, k -> new LinkedHashMap<String, Object>());
    }
    return map;
  }

  @SuppressWarnings("unchecked")
  private static void copyInto(Map<String, Object> from, Map<String, Object> to) {
    from.forEach((key, value) -> {
      if (value instanceof Map<?, ?> map) {
        var inner = new LinkedHashMap<String, Object>();
        copyInto((Map<String, Object>) map, inner);
        to.put(key, inner);
      } else {
        to.put(key, value);
      }
    });
  }

  private static void block(Map<?, ?> map, String indent, StringBuilder text) {
    map.forEach((key, value) -> {
      text.append(indent).append(key).append(':');
      if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
        text.append('\n');
        block(inner, indent + "  ", text);
      } else {
        text.append(' ').append(scalar(value)).append('\n');
      }
    });
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "{}";
      case Collection<?> list -> list.stream().map(FleetYaml::scalar).toList().toString();
      case String string -> quoted(string);
      default -> value.toString();
    };
  }

  private static String quoted(String string) {
    var text = new StringBuilder("\"");
    string
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            default -> {
              if (c < ' ') {
                text.append("\\x%02x".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            }
          }
        });
    return text.append('"').toString();
  }
}
