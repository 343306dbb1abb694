package dev.holdfast.fleet.config.tree;

import java.util.List;
import java.util.Optional;

/// A value of a configuration, with its place.
public sealed interface Node {
  /// Where it starts.
  Position at();

  /// What a person calls it, for messages.
  String called();

  /// Names with values, in the order of the file; no name twice.
  record Table(Position at, List<Entry> entries) implements Node {
    public Table {
      entries = List.copyOf(entries);
    }

    /// The entry of that name.
    public Optional<Entry> find(String name) {
      return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    @Override
    public String called() {
      return "a table";
    }
  }

  /// A list.
  record Items(Position at, List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String called() {
      return "a list";
    }
  }

  /// A single value; it may be a secret, so it does not print.
  record Scalar(Position at, Kind kind, String text) implements Node {
    @Override
    public String called() {
      return kind.called();
    }

    @Override
    public String toString() {
      return "Scalar[" + kind + " at " + at + "]";
    }
  }

  /// One name of a table, with the place of the name.
  record Entry(String name, Position at, Node value) {}

  /// The kinds of single values.
  enum Kind {
    TEXT("text"),
    WHOLE("a whole number"),
    DECIMAL("a decimal number"),
    FLAG("true or false"),
    MOMENT("a date or time"),
    NOTHING("nothing");

    private final String called;

    Kind(String called) {
      this.called = called;
    }

    /// What a person calls it.
    public String called() {
      return called;
    }
  }
}
