package dev.holdfast.fleet.config;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The template of archive names, checked: `{target}` and `{utcnow}` stand for themselves, the rest
/// is taken as it is, and a name made by it is legal for Borg.
public record ArchiveTemplate(String text) {
  /// Longest name that is made, in characters.
  public static final int NAME_CHARACTERS_MAX = 200;

  /// `{target}-{utcnow}`.
  public static ArchiveTemplate standard() {
    return new ArchiveTemplate("{target}-{utcnow}");
  }

  /// Reads a template.
  ///
  /// @throws IllegalArgumentException whose message says what is wrong with it
  public ArchiveTemplate {
    var rest = text.replace("{target}", "t").replace("{utcnow}", "n");
    if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
      throw new IllegalArgumentException("only {target} and {utcnow} can stand in braces");
    }
    if (!text.contains("{utcnow}")) {
      throw new IllegalArgumentException("without {utcnow} two archives would have the same name");
    }
    if (!rest.chars().allMatch(ArchiveTemplate::isLegal) || rest.contains("::")) {
      throw new IllegalArgumentException(
          "Borg takes no '/', no '::', no blanks and no control characters in archive names");
    }
    if (text.length() > NAME_CHARACTERS_MAX / 2) {
      throw new IllegalArgumentException("longer than " + NAME_CHARACTERS_MAX / 2 + " characters");
    }
  }

  private static boolean isLegal(int character) {
    return character > ' ' && character < 127 && character != '/' && character != '\\';
  }

  /// The name of an archive that is made now, for example `web1-2026-11-20T11:04:26Z`.
  public String name(String target, Instant now) {
    return text.replace("{utcnow}", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .replace("{target}", target);
  }

  @Override
  public String toString() {
    return text;
  }
}
