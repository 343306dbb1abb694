package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.fleet.config.tree.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Tables of one section by names that the configuration chooses.
public final class Named implements Shape<SequencedMap<String, Located<Fields>>> {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Pattern LEGAL = Pattern.compile(NAME);

  private final Section section;

  /// @param section the keys of each table
  public Named(Section section) {
    this.section = section;
  }

  @Override
  public Optional<SequencedMap<String, Located<Fields>>> read(Node node, Reading reading) {
    return Shapes.table(node, reading).map(table -> read(table, reading));
  }

  private SequencedMap<String, Located<Fields>> read(Node.Table table, Reading reading) {
    var all = new LinkedHashMap<String, Located<Fields>>();
    for (var entry : table.entries()) {
      if (!LEGAL.matcher(entry.name()).matches()) {
        reading.fault(
            entry.at(),
            Quoted.of(entry.name()) + " cannot be a name",
            Optional.of("use up to 64 letters, digits, '.', '_' and '-', a letter or digit first"));
        continue;
      }
      var inside = reading.in(entry.name());
      Shapes.table(entry.value(), inside)
          .map(one -> Fields.read(section, one, entry.at(), inside))
          .ifPresent(fields -> all.put(entry.name(), new Located<>(fields, entry.at())));
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
        section.schema());
  }
}
