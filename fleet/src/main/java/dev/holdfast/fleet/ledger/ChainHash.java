package dev.holdfast.fleet.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What stands for an entry and for everything before it; the format is in `docs/spec/ledger.md`.
///
/// @param hex a SHA-256 as 64 lower-case hexadecimal digits
public record ChainHash(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final String PURPOSE = "holdfast ledger 1\n";

  /// @throws IllegalArgumentException if these are not 64 lower-case hexadecimal digits
  public ChainHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + hex);
    }
  }

  /// What the first entry of a chain follows: it ties the chain to its name.
  static ChainHash genesis(String chain) {
    return of((PURPOSE + chain).getBytes(StandardCharsets.UTF_8));
  }

  /// The hash of an entry that follows this one.
  ChainHash next(long sequence, String content) {
    var text = content.getBytes(StandardCharsets.UTF_8);
    var bytes =
        ByteBuffer.allocate(Long.BYTES + hex.length() / 2 + text.length)
            .put(HexFormat.of().parseHex(hex))
            .putLong(sequence)
            .put(text);
    return of(bytes.array());
  }

  private static ChainHash of(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ChainHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
