package dev.holdfast.borg.archive;

import dev.holdfast.borg.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The name of an archive, unique in its repository: no slash (Borg's rule), no control character
/// (ours: names are printed), 1 to 255 bytes of UTF-8.
public record ArchiveName(String value) implements Comparable<ArchiveName> {
  private static final int BYTES_MAX = 255;
  private static final Pattern CHECKPOINT = Pattern.compile(".*\\.checkpoint(\\.[0-9]+)?");

  /// @throws IllegalArgumentException if the text is no name; see [#parse]
  public ArchiveName {
    String fault = fault(value);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException("not an archive name: " + fault);
    }
  }

  /// @throws RefusedException if the text breaks a rule of names
  public static ArchiveName parse(String text) throws RefusedException {
    String fault = fault(text);
    if (!fault.isEmpty()) {
      throw RefusedException.malformed("an archive's name is not acceptable: " + fault);
    }
    return new ArchiveName(text);
  }

  /// Whether Borg means an unfinished archive by this name, which it hides and prunes.
  public boolean isCheckpoint() {
    return CHECKPOINT.matcher(value).matches();
  }

  private static String fault(String text) {
    if (text.isEmpty()) {
      return "it is empty";
    }
    if (text.length() > BYTES_MAX || text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return "it has more than " + BYTES_MAX + " bytes";
    }
    if (text.indexOf('/') >= 0) {
      return "it contains a slash";
    }
    return text.codePoints().allMatch(ArchiveName::printable)
        ? ""
        : "it contains a control character";
  }

  /// Line and paragraph separators, and characters that turn the reading direction, forge output as
  /// well as control characters do.
  private static boolean printable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public int compareTo(ArchiveName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
