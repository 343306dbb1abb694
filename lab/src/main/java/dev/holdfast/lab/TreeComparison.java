package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// Whether two trees are the same: names, kinds, bytes, permissions, times of files, link targets
/// and which names share one file.
///
/// @param files regular files compared byte for byte
/// @param bytes their size
/// @param differences one line each, at most [#DIFFERENCES_MAX]; empty if the trees are the same
public record TreeComparison(long files, long bytes, List<String> differences) {
  /// Further differences are not looked for.
  static final int DIFFERENCES_MAX = 20;

  public TreeComparison {
    differences = List.copyOf(differences);
  }

  /// Compares all below one directory with all below another.
  public static TreeComparison of(Path expected, Path actual) throws IOException {
    return new Walk(expected, actual).compare();
  }

  /// Whether nothing differs.
  public boolean same() {
    return differences.isEmpty();
  }

  private static final class Walk {
    private final Path expected;
    private final Path actual;
    private final List<String> differences = new ArrayList<>();
    private final Map<Object, Object> sharedFiles = new HashMap<>();
    private long files;
    private long bytes;

    Walk(Path expected, Path actual) {
      this.expected = expected;
      this.actual = actual;
    }

    TreeComparison compare() throws IOException {
      var wanted = names(expected);
      var found = names(actual);
      for (var name : found) {
        if (!wanted.contains(name)) {
          differ(name, "was not there");
        }
      }
      for (var name : wanted) {
        if (found.contains(name)) {
          compare(name);
        } else {
          differ(name, "is missing");
        }
      }
      return new TreeComparison(files, bytes, differences);
    }

    private void compare(String name) throws IOException {
      var one = expected.resolve(name);
      var two = actual.resolve(name);
      var was = attributes(one);
      var is = attributes(two);
      if (!kind(was).equals(kind(is))) {
        differ(name, "was a " + kind(was) + ", is a " + kind(is));
      } else if (was.isSymbolicLink()) {
        if (!Files.readSymbolicLink(one).equals(Files.readSymbolicLink(two))) {
          differ(name, "points elsewhere");
        }
      } else {
        if (!was.permissions().equals(is.permissions())) {
          differ(name, "was " + was.permissions() + ", is " + is.permissions());
        }
        if (was.isRegularFile()) {
          compareFiles(name, was, is);
        }
      }
    }

    private void compareFiles(String name, PosixFileAttributes was, PosixFileAttributes is)
        throws IOException {
      files++;
      bytes += was.size();
      var position = Files.mismatch(expected.resolve(name), actual.resolve(name));
      if (position >= 0) {
        differ(name, "differs from byte " + position);
      }
      if (!was.lastModifiedTime().toInstant().equals(is.lastModifiedTime().toInstant())) {
        differ(name, "was changed " + was.lastModifiedTime() + ", is " + is.lastModifiedTime());
      }
      var before = sharedFiles.putIfAbsent(key(was), key(is));
      if (before != null && !before.equals(key(is))) {
        differ(name, "was another name of a file and is a file of its own");
      }
    }

    private void differ(String name, String how) {
      if (differences.size() < DIFFERENCES_MAX) {
        differences.add(name + " " + how);
      }
    }

    private static Object key(BasicFileAttributes attributes) {
      return Objects.requireNonNull(attributes.fileKey(), "a POSIX file system names its files");
    }

    private static SortedSet<String> names(Path root) throws IOException {
      var names = new TreeSet<String>();
      try (var all = Files.walk(root)) {
        all.filter(path -> !path.equals(root))
            .forEach(path -> names.add(root.relativize(path).toString()));
      }
      return names;
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
      return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static String kind(BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        return "symbolic link";
      }
      if (attributes.isDirectory()) {
        return "directory";
      }
      return attributes.isRegularFile() ? "file" : "special file";
    }
  }
}
