package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The Debian 13 root file system that `./test` builds, for programs that this machine has not, or
/// not in this version.
///
/// They see the machine's own `/tmp` and `/run`, so tests keep files and sockets there, and its
/// network. Each runs in a mount namespace of its own, which takes its mounts with it however it
/// ends.
public final class Debian13 {
  /// Run as `sh -c ENTER sh ROOT WORDS…`; exec keeps it one process, so that a kill arrives. The
  /// root is exchanged and not just changed, because containers start from the namespace's own.
  private static final String ENTER =
      """
      set -e
      cd "$1"
      mount --bind . .
      cd "$1"
      shift
      for d in proc dev sys tmp run; do mount --rbind "/$d" "$d"; done
      pivot_root . .
      umount -l .
      cd /
      exec "$@"
      """;

  private Debian13() {}

  /// Where it is.
  ///
  /// @throws IllegalStateException if it has not been built
  public static Path root() {
    Path root = cache().resolve("debian13");
    if (!Files.exists(root.resolve("complete"))) {
      throw new IllegalStateException(
          "There is no Debian 13 root at " + root + ". Run ./test, or scripts/debian13-root.");
    }
    return root;
  }

  /// The words that start one of its programs.
  ///
  /// @throws IllegalStateException if the root has not been built
  public static List<String> words(String... program) {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
    if (!isRoot()) {
      words.add("--map-root-user");
    }
    words.addAll(List.of("sh", "-c", ENTER, "sh", root().toString()));
    words.addAll(List.of(program));
    return words;
  }

  private static Path cache() {
    String given = System.getenv("HOLDFAST_CACHE");
    return given == null || given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "holdfast")
        : Path.of(given);
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
