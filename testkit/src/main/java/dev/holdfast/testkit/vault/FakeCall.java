package dev.holdfast.testkit.vault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request as the fake sees it.
///
/// @param path below `/v1/`
/// @param query what stands after the question mark; empty if nothing
/// @param token the caller's; empty if none was sent
/// @param wrap whether the answer is wanted inside a token
record FakeCall(
    String method,
    String path,
    String query,
    Map<String, Object> body,
    String token,
    boolean wrap) {
  String text(String name) {
    return body.get(name) instanceof String text ? text : "";
  }

  long whole(String name) {
    return body.get(name) instanceof Long number ? number : 0;
  }

  @SuppressWarnings("unchecked") // tables have texts as names
  Map<String, Object> table(String name) {
    return body.get(name) instanceof Map<?, ?> table ? (Map<String, Object>) table : Map.of();
  }

  List<String> texts(String name) {
    return body.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /// The rest of a path behind a beginning.
  Optional<String> behind(String beginning) {
    return path.startsWith(beginning)
        ? Optional.of(path.substring(beginning.length()))
        : Optional.empty();
  }

  boolean isWrite() {
    return method.equals("POST") || method.equals("PUT");
  }

  /// @throws IllegalArgumentException if there is a field that the call does not have
  void permit(String... names) {
    for (var name : body.keySet()) {
      if (!Set.of(names).contains(name)) {
        throw new IllegalArgumentException("no such field: " + name);
      }
    }
  }

  /// What a policy calls it.
  String capability() {
    return switch (method) {
      case "GET" -> "read";
      case "LIST" -> "list";
      case "DELETE" -> "delete";
      default -> "update";
    };
  }
}
