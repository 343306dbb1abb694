package dev.holdfast.fleet.config.tree;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Turns the bytes of a configuration into a tree.
public final class ConfigTree {
  /// Largest configuration, in bytes; a fleet of ten thousand targets fits.
  public static final int BYTES_MAX = 4 << 20;

  /// Deepest nesting of tables and lists.
  public static final int DEPTH_MAX = 24;

  /// Most values, those that aliases repeat included.
  public static final int NODES_MAX = 400_000;

  private ConfigTree() {}

  /// Reads a source.
  ///
  /// @throws dev.holdfast.fleet.config.ConfigException if it is not UTF-8, too large, or not
  ///   well-formed
  public static Node.Table read(ConfigSource source, Faults faults) {
    if (source.bytes().length > BYTES_MAX) {
      throw faults.exception(
          Position.START,
          "the configuration is larger than " + (BYTES_MAX >> 20) + " MiB",
          "is it the right file?");
    }
    var text = text(source, faults);
    var format = source.format().orElseGet(() -> ConfigFormat.of(source.name(), text));
    var tree =
        switch (format) {
          case YAML -> new YamlTree(faults).read(text);
          case TOML -> new TomlTree(faults).read(text);
        };
    if (!(tree instanceof Node.Table table)) {
      throw faults.exception(
          tree.at(),
          "the configuration must be a table, not " + tree.called(),
          "start with `version: 1`");
    }
    return table;
  }

  private static String text(ConfigSource source, Faults faults) {
    var bytes = ByteBuffer.wrap(source.bytes());
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes)
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw faults.exception(
          position(source.bytes(), bytes.position()),
          "the configuration is not UTF-8",
          "save it as UTF-8");
    }
  }

  private static Position position(byte[] bytes, int end) {
    var line = 1;
    var column = 1;
    for (var i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        line++;
        column = 1;
      } else if ((bytes[i] & 0xC0) != 0x80) {
        column++;
      }
    }
    return new Position(line, column);
  }
}
