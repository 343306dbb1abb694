package dev.holdfast.fleet.config.shape;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the known name that was probably meant.
public final class Nearest {
  private static final int NAME_CHARACTERS_MAX = 64;

  private Nearest() {}

  private record Candidate(String name, int distance) {}

  /// "did you mean …?", if a known name is near enough.
  public static Optional<String> of(String written, Stream<String> known) {
    if (written.length() > NAME_CHARACTERS_MAX) {
      return Optional.empty();
    }
    var plain = plain(written);
    return known
        .map(name -> new Candidate(name, distance(plain, plain(name))))
        .filter(candidate -> candidate.distance() <= Math.max(1, written.length() / 3))
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(candidate -> "did you mean \"" + candidate.name() + "\"?");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  private static int distance(String left, String right) {
    var rows = new int[left.length() + 1][right.length() + 1];
    for (var i = 0; i <= left.length(); i++) {
      for (var j = 0; j <= right.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, left, right, i, j);
      }
    }
    return rows[left.length()][right.length()];
  }

  private static int step(int[][] rows, String left, String right, int i, int j) {
    var same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    var best =
        Math.min(rows[i - 1][j - 1] + same, Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1));
    var swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
  }
}
