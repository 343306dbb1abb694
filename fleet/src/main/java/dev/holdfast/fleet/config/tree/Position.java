package dev.holdfast.fleet.config.tree;

/// A place in a text; both numbers start at 1, columns count characters.
public record Position(int line, int column) implements Comparable<Position> {
  /// The first character.
  public static final Position START = new Position(1, 1);

  @Override
  public int compareTo(Position other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
