package dev.holdfast.fleet.config.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads TOML 1.0. A value's place is that of its key, which is all that the parser tells.
final class TomlTree {
  private final Faults faults;
  private int nodes;

  TomlTree(Faults faults) {
    this.faults = faults;
  }

  Node read(String text) {
    TomlNesting.refuseTooDeep(text, faults);
    var result = Toml.parse(text);
    for (var error : result.errors()) {
      faults.add(at(error.position()), "this is not TOML: " + error.getMessage());
    }
    faults.throwIfAny();
    return table(result, Position.START, 0);
  }

  private Node node(@Nullable Object value, Position at, int depth) {
    if (++nodes > ConfigTree.NODES_MAX || depth > ConfigTree.DEPTH_MAX) {
      throw faults.exception(
          at,
          "nested deeper than " + ConfigTree.DEPTH_MAX + " levels, or too many values",
          "flatten it");
    }
    return switch (value) {
      case TomlTable table -> table(table, at, depth);
      case TomlArray array -> items(array, at, depth);
      case String text -> new Node.Scalar(at, Node.Kind.TEXT, text);
      case Long number -> new Node.Scalar(at, Node.Kind.WHOLE, number.toString());
      case Double number -> new Node.Scalar(at, Node.Kind.DECIMAL, number.toString());
      case Boolean flag -> new Node.Scalar(at, Node.Kind.FLAG, flag.toString());
      case null -> new Node.Scalar(at, Node.Kind.NOTHING, "");
      default -> new Node.Scalar(at, Node.Kind.MOMENT, value.toString());
    };
  }

  private Node.Table table(TomlTable table, Position at, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    for (var name : table.keySet()) {
      var path = List.of(name);
      var place = at(table.inputPositionOf(path));
      entries.add(new Node.Entry(name, place, node(table.get(path), place, depth + 1)));
    }
    entries.sort(Comparator.comparing(Node.Entry::at));
    return new Node.Table(at, entries);
  }

  private Node items(TomlArray array, Position at, int depth) {
    List<Node> items = new ArrayList<>();
    for (var i = 0; i < array.size(); i++) {
      items.add(node(array.get(i), at(array.inputPositionOf(i)), depth + 1));
    }
    return new Node.Items(at, items);
  }

  private static Position at(@Nullable TomlPosition position) {
    return position == null ? Position.START : new Position(position.line(), position.column());
  }
}
