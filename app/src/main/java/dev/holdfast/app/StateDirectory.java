package dev.holdfast.app;

import dev.holdfast.fleet.config.Fleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the controller keeps what it remembers.
final class StateDirectory {
  private StateDirectory() {}

  /// The option, the configuration, systemd's `StateDirectory=`, or the usual place, in this order.
  static Path of(@Nullable String option, Fleet fleet, Surroundings surroundings) {
    var named =
        Optional.ofNullable(option)
            .or(() -> fleet.settings().stateDirectory())
            .or(() -> surroundings.variable().apply("STATE_DIRECTORY"));
    return named
        .map(Path::of)
        .orElseGet(() ->
            surroundings.root()
                ? Path.of("/var/lib/holdfast")
                : surroundings.home().resolve(".local/state/holdfast"))
        .toAbsolutePath();
  }

  /// Whether something can be kept there. One that is not there yet can be made, or its maker will
  /// say why not.
  static boolean isWritable(Path directory) {
    return !Files.isDirectory(directory) || Files.isWritable(directory);
  }
}
