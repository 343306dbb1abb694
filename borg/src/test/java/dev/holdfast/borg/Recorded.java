package dev.holdfast.borg;

import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;

/// Pieces of a small repository that a real Borg 1.2.4 made: one archive named `first`, and one
/// named `second.checkpoint`.
public record Recorded(KeyType type, Properties pieces) {
  public static Recorded of(KeyType type) {
    String name = "recorded/" + type.borgName() + ".properties";
    Properties pieces = new Properties();
    try (InputStream in = Recorded.class.getResourceAsStream(name)) {
      pieces.load(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Recorded(type, pieces);
  }

  public static byte[] passphrase() {
    return "recorded for tests".getBytes(StandardCharsets.UTF_8);
  }

  public ObjectId repository() throws RefusedException {
    return ObjectId.parseHex(pieces.getProperty("repository"));
  }

  /// As `borg key export` wrote it.
  public String keyText() {
    return pieces.getProperty("key");
  }

  public Key unlock() throws RefusedException {
    return type == KeyType.NONE
        ? Key.none()
        : KeyText.parse(keyText()).blob().unlock(type, repository(), passphrase());
  }

  public byte[] manifest() {
    return Base64.getDecoder().decode(pieces.getProperty("manifest"));
  }

  public ObjectId archiveId() throws RefusedException {
    return ObjectId.parseHex(pieces.getProperty("archiveId"));
  }

  /// Metadata of the archive `first`.
  public byte[] archive() {
    return Base64.getDecoder().decode(pieces.getProperty("archive"));
  }
}
