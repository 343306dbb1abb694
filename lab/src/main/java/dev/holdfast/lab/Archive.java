package dev.holdfast.lab;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// An archive as `holdfast list --json` names it.
///
/// @param name unique in its repository
/// @param id 64 hexadecimal digits
public record Archive(String name, String id) {
  /// Reads what `holdfast list --json` printed, oldest archive first.
  public static List<Archive> listed(String json) {
    return new JsonMapper()
        .readTree(json).findValues("archives").stream()
            .flatMap(archives -> archives.valueStream())
            .map(node -> new Archive(node.get("name").asString(), node.get("id").asString()))
            .toList();
  }
}
