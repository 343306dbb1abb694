package dev.holdfast.app.terminal;

/// How much fits on the terminal.
///
/// @param columns at least 1
/// @param rows at least 1
public record ScreenSize(int columns, int rows) {
  /// What to assume of a terminal that does not say.
  public static final ScreenSize UNKNOWN = new ScreenSize(80, 24);
}
