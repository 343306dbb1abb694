package dev.holdfast.fleet.config.read;

import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema of a configuration, made from the keys that the reader uses.
public final class FleetSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private FleetSchema() {}

  /// The schema as text, the same for the same keys.
  public static String json() {
    var schema = new TreeMap<String, Object>(FleetKeys.SECTION.schema());
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Holdfast fleet");
    schema.put("type", "object");
    schema.put("required", List.of("version", "targets"));
    return JSON.writeValueAsString(schema) + "\n";
  }
}
