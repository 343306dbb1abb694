package dev.holdfast.app;

import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the configuration and reads its bytes.
final class ConfigLocation {
  /// No fleet is described in more; a larger file is something else.
  static final int BYTES_MAX = 16 << 20;

  private static final String STANDARD_INPUT = "-";
  private static final List<String> NAMES = List.of("fleet.yaml", "fleet.toml");

  private final Surroundings surroundings;

  ConfigLocation(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The configuration that was named, or the first of the usual places that exists.
  ///
  /// @param named what `--config` says; `-` is standard input
  ConfigSource read(@Nullable String named) {
    if (STANDARD_INPUT.equals(named)) {
      return readInput();
    }
    var path =
        Optional.ofNullable(named).or(() -> surroundings.variable().apply("HOLDFAST_CONFIG"));
    return readFile(path.map(Path::of).orElseGet(this::usualPlace).toAbsolutePath());
  }

  private ConfigSource readInput() {
    try {
      var bytes = surroundings.input().readNBytes(BYTES_MAX + 1);
      return ConfigSource.ofStandardInput(bounded("standard input", bytes));
    } catch (IOException e) {
      throw unreadable("standard input", e);
    }
  }

  private static ConfigSource readFile(Path path) {
    try (var input = Files.newInputStream(path)) {
      var bytes = bounded(path.toString(), input.readNBytes(BYTES_MAX + 1));
      var directory = path.getParent();
      return ConfigSource.ofFile(
          path.toString(), bytes, directory == null ? "/" : directory.toString());
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  private Path usualPlace() {
    var places = List.of(Path.of("/etc/holdfast"), surroundings.home().resolve(".config/holdfast"));
    for (var place : places) {
      for (var name : NAMES) {
        if (Files.exists(place.resolve(name))) {
          return place.resolve(name);
        }
      }
    }
    throw new FleetException(
        ErrorCode.CONFIG_UNREADABLE,
        "there is no configuration: none was named, and the usual places hold none",
        "write /etc/holdfast/fleet.yaml (docs/user/configuration.md), or name one with --config");
  }

  private static byte[] bounded(String name, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new FleetException(
          ErrorCode.CONFIG_UNREADABLE,
          name + " is larger than " + (BYTES_MAX >> 20) + " MiB",
          "name the configuration of a fleet with --config");
    }
    return bytes;
  }

  private static FleetException unreadable(String name, IOException e) {
    return new FleetException(
        ErrorCode.CONFIG_UNREADABLE,
        "the configuration " + name + " cannot be read: " + reason(e),
        "name a readable file with --config, or - for standard input",
        e);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "it does not exist";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
