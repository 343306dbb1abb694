package dev.holdfast.fleet.run;

import java.util.List;

/// What to extract, and where to.
///
/// @param archive name of the archive
/// @param paths paths inside the archive; empty for everything
/// @param destination directory on the controller, made if missing; must be empty
public record Restore(String archive, List<String> paths, String destination) {
  public Restore {
    paths = paths.stream().map(path -> path.replaceFirst("^/+", "")).toList();
  }
}
