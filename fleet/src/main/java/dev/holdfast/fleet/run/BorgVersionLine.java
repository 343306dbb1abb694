package dev.holdfast.fleet.run;

import java.util.Optional;
import java.util.regex.Pattern;

/// What `borg --version` says, and what is known about that version.
record BorgVersionLine(int major, int minor, int patch) {
  private static final Pattern LINE =
      Pattern.compile("borg(?:\\.exe)? (\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  /// Empty where the text holds no version.
  static Optional<BorgVersionLine> parse(String text) {
    var match = LINE.matcher(text);
    if (!match.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new BorgVersionLine(
            Integer.parseInt(match.group(1)),
            Integer.parseInt(match.group(2)),
            Integer.parseInt(match.group(3))));
  }

  /// Holes of this version that are public, in words; empty where none is known.
  String holes() {
    if (major != 1 || minor < 1) {
      return "Holdfast speaks to Borg 1.1 to 1.4 only";
    }
    if (before(1, 2, 5)) {
      return "it does not authenticate archives (CVE-2023-36811, mended in 1.2.5)";
    }
    return "";
  }

  /// Whether it follows symbolic links of an archive while it extracts it (CVE-2026-62268).
  boolean followsLinks() {
    return before(1, 4, 5);
  }

  private boolean before(int otherMajor, int otherMinor, int otherPatch) {
    if (major != otherMajor) {
      return major < otherMajor;
    }
    return minor != otherMinor ? minor < otherMinor : patch < otherPatch;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
