package dev.holdfast.lab.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Whole directories, links and times included.
final class Directories {
  private Directories() {}

  /// Copies a directory to a place that is replaced.
  static void copy(Path from, Path to) throws IOException {
    delete(to);
    var process = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO();
    if (process.start().onExit().join().exitValue() != 0) {
      throw new IOException("cannot copy " + from);
    }
  }

  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (var inside = Files.list(path)) {
        for (var child : inside.toList()) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
