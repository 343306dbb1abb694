package dev.holdfast.fleet.config.tree;

import java.util.Locale;
import java.util.regex.Pattern;

/// The languages a configuration can be written in.
public enum ConfigFormat {
  YAML,
  TOML;

  private static final Pattern TOML_LINE =
      Pattern.compile("(\\[{1,2}[^\\[\\],:]+]{1,2}\\s*(#.*)?)|([A-Za-z0-9_.\"'+-]+\\s*=.*)");

  /// By the ending of the name, else by the first line that says anything.
  static ConfigFormat of(String name, String text) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".toml")) {
      return TOML;
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return YAML;
    }
    return text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .findFirst()
            .filter(line -> TOML_LINE.matcher(line).matches())
            .isPresent()
        ? TOML
        : YAML;
  }
}
