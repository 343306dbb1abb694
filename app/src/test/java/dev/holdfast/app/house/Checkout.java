package dev.holdfast.app.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The source tree that the house rules read: everything a person wrote, nothing a build made.
///
/// @param root the directory of the outermost pom
public record Checkout(Path root) {
  private static final Set<String> MADE = Set.of("target", ".git", ".holdfast", ".idea", ".vscode");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  /// Looks upwards from the directory in which the tests run.
  public static Checkout find() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("mvnw")) && Files.isRegularFile(at.resolve("pom.xml"))) {
        return new Checkout(at);
      }
    }
    throw new IllegalStateException(
        "no checkout of Holdfast above " + Path.of("").toAbsolutePath());
  }

  /// The modules of the build, in its order.
  public List<String> modules() {
    var found = new ArrayList<String>();
    var matcher = MODULE.matcher(text(root.resolve("pom.xml")));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /// Every file whose name ends so, sorted.
  public List<Path> files(String ending) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes ignored) {
              return MADE.contains(String.valueOf(dir.getFileName()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) {
              if (file.toString().endsWith(ending)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  /// The path as a person would write it.
  public String name(Path file) {
    return root.relativize(file).toString();
  }

  /// The whole file.
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
