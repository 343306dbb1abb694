package dev.holdfast.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs of this machine that the lab starts.
final class Programs {
  private Programs() {}

  /// The complete path of a program.
  ///
  /// @throws IllegalStateException if it is not installed
  static Path find(String name) {
    var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/local/bin:/usr/sbin";
    for (var directory : path.split(File.pathSeparator, -1)) {
      var program = Path.of(directory, name);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw new IllegalStateException(name + " is not installed");
  }
}
