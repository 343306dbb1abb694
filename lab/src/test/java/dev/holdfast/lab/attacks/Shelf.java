package dev.holdfast.lab.attacks;

import dev.holdfast.lab.TreeComparison;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The archives that existed before an attack, and what each must contain byte for byte.
final class Shelf {
  private final Path source;
  private final Path copies;
  private final Map<String, Path> trees = new LinkedHashMap<>();

  /// @param source what is backed up
  /// @param copies where the source is kept as it was
  Shelf(Path source, Path copies) {
    this.source = source;
    this.copies = copies;
  }

  /// Remembers that an archive was made of the source as it is now.
  void remember(String archive) throws IOException {
    var copy = Files.createDirectories(copies).resolve("tree-" + trees.size());
    Directories.copy(source, copy);
    trees.put(archive, copy);
  }

  List<String> archives() {
    return List.copyOf(trees.keySet());
  }

  /// The archives that real borg no longer extracts as they were.
  ///
  /// @param access to the repository, as variables
  /// @param scratch an empty directory, emptied again
  List<String> lost(WarmBorg borg, Map<String, String> access, Path scratch) throws IOException {
    var lost = new ArrayList<String>();
    for (var archive : trees.entrySet()) {
      var out = Files.createDirectories(scratch.resolve("out"));
      // A client that has seen nothing yet, so that no memory of its own gets in the way.
      var environment = new HashMap<>(RealBorg.environment(scratch.resolve("home"), ""));
      environment.putAll(access);
      var extracted = borg.run(out, environment, "extract", "::" + archive.getKey());
      var copy = out.resolve(Path.of("/").relativize(source));
      if (extracted.exitCode() != 0
          || !Files.isDirectory(copy)
          || !TreeComparison.of(archive.getValue(), copy).same()) {
        lost.add(archive.getKey());
      }
      Directories.delete(scratch);
    }
    return lost;
  }
}
