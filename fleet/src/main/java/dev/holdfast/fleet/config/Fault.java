package dev.holdfast.fleet.config;

import java.util.Optional;

/// One mistake in a configuration.
///
/// @param source the file, or `standard input`
/// @param line 1 for the first
/// @param column 1 for the first character of a line
/// @param sentence what is wrong, with the name of the thing; never a secret
/// @param suggestion what was probably meant, or what to write instead
public record Fault(
    String source, int line, int column, String sentence, Optional<String> suggestion) {
  @Override
  public String toString() {
    return source
        + ":"
        + line
        + ":"
        + column
        + ": "
        + sentence
        + suggestion.map(s -> "; " + s).orElse("");
  }
}
