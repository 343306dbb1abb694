package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A list of tables of one section.
public final class TableList implements Shape<List<Fields>> {
  private final Section section;

  /// @param section the keys of each table
  public TableList(Section section) {
    this.section = section;
  }

  @Override
  public Optional<List<Fields>> read(Node node, Reading reading) {
    if (!(node instanceof Node.Items list)) {
      reading.fault(node.at(), "must be a list of tables, not " + node.called());
      return Optional.empty();
    }
    var tables = new ArrayList<Fields>();
    for (var i = 0; i < list.items().size(); i++) {
      var inside = reading.item(i);
      Shapes.table(list.items().get(i), inside)
          .ifPresent(table -> tables.add(Fields.read(section, table, inside)));
    }
    return Optional.of(tables);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "array", "items", section.schema());
  }
}
