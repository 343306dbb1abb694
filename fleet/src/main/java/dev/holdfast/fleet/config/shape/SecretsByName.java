package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.SecretRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// References to secrets by names of environment variables, which the configuration chooses.
public final class SecretsByName implements Shape<SequencedMap<String, SecretRef>> {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,127}";
  private static final Pattern LEGAL = Pattern.compile(NAME);

  private final SecretShape reference = new SecretShape(SecretShape.Purpose.LENT);

  @Override
  public Optional<SequencedMap<String, SecretRef>> read(Node node, Reading reading) {
    return Shapes.table(node, reading).map(table -> read(table, reading));
  }

  private SequencedMap<String, SecretRef> read(Node.Table table, Reading reading) {
    var all = new LinkedHashMap<String, SecretRef>();
    for (var entry : table.entries()) {
      if (LEGAL.matcher(entry.name()).matches()) {
        reference
            .read(entry.value(), reading.in(entry.name()))
            .ifPresent(ref -> all.put(entry.name(), ref));
      } else {
        reading.fault(
            entry.at(),
            Quoted.of(entry.name()) + " cannot be the name of a variable",
            Optional.of("use letters, digits and '_', no digit first"));
      }
    }
    return all;
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of(
        "type",
        List.of("object", "null"),
        "propertyNames",
        Map.of("pattern", "^" + NAME + "$"),
        "additionalProperties",
        reference.schema());
  }
}
