package dev.holdfast.borg.key;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// A locked key in the form that a person can type: lines of 18 bytes in hexadecimal groups, each
/// with a checksum, as `borg key export --paper` writes them and `borg key import --paper` asks.
public final class PaperKey {
  private static final String TITLE = "BORG PAPER KEY v1";
  private static final int LINE_BYTES = 18;
  private static final int GROUP_DIGITS = 6;
  private static final int ID_DIGITS = 18;
  private static final int WHOLE_DIGITS = 12;
  private static final int CHECK_DIGITS = 2;
  private static final Pattern NUMBER = Pattern.compile("^ *[0-9]+: ");
  private static final HexFormat HEX = HexFormat.of();

  private PaperKey() {}

  /// The text, in lines: a title, a line about the repository and the whole, then the key.
  public static List<String> lines(KeyText key) {
    var packed = key.blob().packed();
    var count = (packed.length + LINE_BYTES - 1) / LINE_BYTES;
    var lines = new String[count + 2];
    lines[0] = TITLE;
    lines[1] = idLine(key.repository(), packed, count);
    for (var number = 1; number <= count; number++) {
      var at = (number - 1) * LINE_BYTES;
      var part = Arrays.copyOfRange(packed, at, Math.min(packed.length, at + LINE_BYTES));
      lines[number + 1] =
          "%2d: %s - %s".formatted(number, grouped(HEX.formatHex(part)), checksum(number, part));
    }
    return List.of(lines);
  }

  /// All of it as `borg key export --paper` prints it, line break at its end included.
  public static String text(KeyText key) {
    return "To restore key use borg key import --paper /path/to/repo\n\n"
        + String.join("\n", lines(key))
        + "\n";
  }

  /// Reads a text back; blank lines, spaces, and whatever stands before the title do not matter.
  ///
  /// @param repository the id, of which paper holds only the start
  /// @throws RefusedException if a line is missing or mistyped, which is named, or if the key is
  ///   that of another repository
  public static KeyText parse(String text, ObjectId repository) throws RefusedException {
    var lines =
        text.lines()
            .map(String::strip)
            .dropWhile(line -> !line.equals(TITLE))
            .skip(1)
            .filter(line -> !line.isEmpty())
            .toList();
    if (lines.size() < 2 || text.length() > 2 * KeyBlob.TEXT_CHARS_MAX) {
      throw RefusedException.malformed("this is no paper key: there is no key below " + TITLE);
    }
    var packed = ByteBuffer.allocate(lines.size() * LINE_BYTES);
    for (var number = 1; number < lines.size(); number++) {
      packed.put(part(number, lines.get(number)));
    }
    var bytes = Arrays.copyOf(packed.array(), packed.position());
    var expected = compact(idLine(repository, bytes, lines.size() - 1));
    if (!compact(lines.getFirst()).equals(expected)) {
      throw RefusedException.malformed(
          "the line `id:` of the paper key does not fit its other lines or the repository");
    }
    return new KeyText(repository, KeyBlob.unpack(bytes));
  }

  private static byte[] part(int number, String line) throws RefusedException {
    var digits = compact(NUMBER.matcher(line).replaceFirst(""));
    var end = digits.lastIndexOf('-');
    try {
      var part = HEX.parseHex(digits.substring(0, Math.max(0, end)));
      if (line.startsWith(number + ":")
          && part.length <= LINE_BYTES
          && digits.substring(end + 1).equals(checksum(number, part))) {
        return part;
      }
    } catch (IllegalArgumentException _) {
      // What is no hexadecimal number is mistyped like anything else.
    }
    throw RefusedException.malformed("line " + number + " of the paper key is mistyped or missing");
  }

  private static String compact(String line) {
    return line.replace(" ", "");
  }

  private static String idLine(ObjectId repository, byte[] packed, int count) {
    var id = repository.hex().substring(0, ID_DIGITS);
    var whole = sha256(packed).substring(0, WHOLE_DIGITS);
    var check = "%d/%s/%s".formatted(count, id, whole);
    return "id: %d / %s / %s - %s"
        .formatted(
            count,
            grouped(id),
            grouped(whole),
            sha256(check.getBytes(StandardCharsets.US_ASCII)).substring(0, CHECK_DIGITS));
  }

  private static String checksum(int number, byte[] part) {
    var numbered =
        ByteBuffer.allocate(Short.BYTES + part.length).putShort((short) number).put(part).array();
    return sha256(numbered).substring(0, CHECK_DIGITS);
  }

  private static String grouped(String digits) {
    return digits.replaceAll("(.{" + GROUP_DIGITS + "})(?=.)", "$1 ");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    }
  }
}
