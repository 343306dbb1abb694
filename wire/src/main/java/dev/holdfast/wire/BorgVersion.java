package dev.holdfast.wire;

import java.util.List;
import java.util.stream.Collectors;

/// The version of a Borg 1.x, as the parts that it names in its first message: 1.2.4 is 1, 2, 4,
/// -1.
public record BorgVersion(List<Integer> parts) {
  /// More parts than any Borg has ever named.
  static final int PARTS_MAX = 8;

  public BorgVersion {
    parts = List.copyOf(parts);
    if (parts.size() < 2 || parts.size() > PARTS_MAX || parts.getFirst() != 1) {
      throw new IllegalArgumentException("no version of Borg 1.x: " + parts);
    }
  }

  /// A released version.
  public static BorgVersion of(int major, int minor, int patch) {
    return new BorgVersion(List.of(major, minor, patch, -1));
  }

  /// The usual spelling; a pre-release keeps its numbers behind a tilde.
  @Override
  public String toString() {
    boolean release = parts.size() == 4 && parts.get(3) == -1;
    int plain = Math.min(3, parts.size());
    String name = join(parts.subList(0, plain), ".");
    return release || parts.size() == plain
        ? name
        : name + "~" + join(parts.subList(plain, parts.size()), ",");
  }

  private static String join(List<Integer> numbers, String separator) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(separator));
  }
}
