package dev.holdfast.fleet.config.tree;

import java.util.Optional;

/// The bytes of a configuration and where they come from.
public final class ConfigSource {
  private final String name;
  private final byte[] bytes;
  private final Optional<ConfigFormat> format;
  private final Optional<String> baseDirectory;

  /// @param name what messages call it: a path, or `standard input`
  /// @param bytes UTF-8, with or without a byte order mark; not copied
  /// @param format empty: found out by the name, else by the content
  /// @param baseDirectory complete path against which relative paths count; empty for standard
  ///   input
  public ConfigSource(
      String name, byte[] bytes, Optional<ConfigFormat> format, Optional<String> baseDirectory) {
    this.name = name;
    this.bytes = bytes;
    this.format = format;
    this.baseDirectory = baseDirectory;
  }

  /// The content of a file.
  public static ConfigSource ofFile(String path, byte[] bytes, String baseDirectory) {
    return new ConfigSource(path, bytes, Optional.empty(), Optional.of(baseDirectory));
  }

  /// Standard input; nothing in it can be relative to a directory.
  public static ConfigSource ofStandardInput(byte[] bytes) {
    return new ConfigSource("standard input", bytes, Optional.empty(), Optional.empty());
  }

  /// What messages call it.
  public String name() {
    return name;
  }

  /// Against which directory relative paths count.
  public Optional<String> baseDirectory() {
    return baseDirectory;
  }

  byte[] bytes() {
    return bytes;
  }

  Optional<ConfigFormat> format() {
    return format;
  }
}
