package dev.holdfast.borg.key;

import dev.holdfast.borg.Fields;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireLimits;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A repository's key, locked by a passphrase.
///
/// Worthless without the passphrase, yet nothing to show around: it lets its holder try
/// passphrases.
public final class KeyBlob {
  /// The longest text that is looked at; real ones have about 700 characters.
  public static final int TEXT_CHARS_MAX = 16 * 1024;

  /// Borg uses 100 000; more than this is an attempt to keep us busy.
  public static final int ITERATIONS_MAX = 2_000_000;

  /// What Borg uses: a passphrase that a person chose can be tried only so often.
  public static final int ITERATIONS = 100_000;

  private static final WireLimits LIMITS = new WireLimits(2, 16, 8192, 16_384, 64 * 1024, false);
  private static final int LINE_CHARS = 70;
  private static final String ALGORITHM = "sha256";

  private final byte[] packed;
  private final byte[] salt;
  private final int iterations;
  private final byte[] proof;
  private final byte[] locked;

  private KeyBlob(byte[] packed, byte[] salt, int iterations, byte[] proof, byte[] locked) {
    this.packed = packed;
    this.salt = salt;
    this.iterations = iterations;
    this.proof = proof;
    this.locked = locked;
  }

  /// @param base64 as the repository holds it, line breaks included
  /// @throws RefusedException if it is malformed or beyond a limit
  public static KeyBlob parse(String base64) throws RefusedException {
    if (base64.isBlank()) {
      throw new RefusedException(Refusal.NO_KEY, "the repository holds no key");
    }
    if (base64.length() > TEXT_CHARS_MAX) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "the locked key has more than " + TEXT_CHARS_MAX + " characters");
    }
    try {
      return unpack(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
    } catch (IllegalArgumentException notBase64) {
      throw RefusedException.malformed("the locked key is not base64");
    }
  }

  static KeyBlob unpack(byte[] packed) throws RefusedException {
    Fields fields = Fields.read("the locked key", packed, LIMITS);
    String algorithm = fields.text("algorithm");
    if (fields.number("version") != 1 || !algorithm.equals(ALGORITHM)) {
      throw new RefusedException(
          Refusal.UNSUPPORTED, "the locked key is not in the format of Borg 1.x");
    }
    long iterations = fields.number("iterations");
    if (iterations < 1 || iterations > ITERATIONS_MAX) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "the locked key asks for " + iterations + " iterations");
    }
    return new KeyBlob(
        packed,
        fields.bytes("salt"),
        (int) iterations,
        fields.bytes("hash", KeyedHash.DIGEST_BYTES),
        fields.bytes("data"));
  }

  /// Unlocks the key; slow on purpose, by as many iterations as the blob asks for.
  ///
  /// @param repository the id for which it must have been made
  /// @param passphrase in UTF-8; left unchanged
  /// @throws RefusedException with [Refusal#WRONG_PASSPHRASE], or if what is inside is not a key of
  ///   this repository and mode
  public Key unlock(KeyType type, ObjectId repository, byte[] passphrase) throws RefusedException {
    try (OpenKeyBlob open = open(passphrase)) {
      return open.key(type, repository);
    }
  }

  /// Opens what is locked; slow on purpose, by as many iterations as the blob asks for.
  ///
  /// @param passphrase in UTF-8; left unchanged
  /// @throws RefusedException with [Refusal#WRONG_PASSPHRASE]
  public OpenKeyBlob open(byte[] passphrase) throws RefusedException {
    byte[] lock = Passphrase.stretch(passphrase, salt, iterations);
    try {
      byte[] inside = AesCtr.apply(lock, 0, ByteBuffer.wrap(locked));
      byte[] expected = KeyedHash.HMAC_SHA256.of(lock, ByteBuffer.wrap(inside));
      if (!MessageDigest.isEqual(expected, proof)) {
        Arrays.fill(inside, (byte) 0);
        throw new RefusedException(
            Refusal.WRONG_PASSPHRASE, "the passphrase does not open the repository's key");
      }
      return new OpenKeyBlob(inside);
    } finally {
      Arrays.fill(lock, (byte) 0);
    }
  }

  /// Locks by a new passphrase.
  static KeyBlob lock(byte[] inside, byte[] passphrase, byte[] salt, int iterations)
      throws RefusedException {
    byte[] lock = Passphrase.stretch(passphrase, salt, iterations);
    try {
      Value.Map blob =
          Value.Map.builder()
              .put("version", 1)
              .put("salt", Raw.of(salt))
              .put("iterations", iterations)
              .put("algorithm", ALGORITHM)
              .put("hash", Raw.of(KeyedHash.HMAC_SHA256.of(lock, ByteBuffer.wrap(inside))))
              .put("data", Raw.of(AesCtr.apply(lock, 0, ByteBuffer.wrap(inside))))
              .build();
      return unpack(MessagePackWriter.toBytes(blob));
    } finally {
      Arrays.fill(lock, (byte) 0);
    }
  }

  /// The base64 text in lines of 70 characters, as Borg stores it; ends without a line break.
  public String text() {
    // The JDK's MIME encoder only makes lines of a multiple of four.
    String all = Base64.getEncoder().encodeToString(packed);
    StringBuilder text = new StringBuilder(all.length() + all.length() / LINE_CHARS);
    for (int at = 0; at < all.length(); at += LINE_CHARS) {
      text.append(at == 0 ? "" : "\n");
      text.append(all, at, Math.min(all.length(), at + LINE_CHARS));
    }
    return text.toString();
  }

  byte[] packed() {
    return packed;
  }

  /// Changes whenever the locked key does, be it only by a new passphrase: 64 hexadecimal digits.
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    }
  }

  @Override
  public String toString() {
    return "KeyBlob[" + fingerprint() + "]";
  }
}
