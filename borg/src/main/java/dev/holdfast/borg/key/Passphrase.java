package dev.holdfast.borg.key;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Turns a passphrase into the key that locks a key, slowly on purpose.
final class Passphrase {
  private static final int LOCK_BITS = 256;

  private Passphrase() {}

  /// @return 32 bytes that the caller zeroes
  static byte[] stretch(byte[] passphrase, byte[] salt, int iterations) throws RefusedException {
    if (salt.length == 0) {
      throw RefusedException.malformed("the locked key has no salt");
    }
    char[] characters = characters(passphrase);
    PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, LOCK_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(characters, '\0');
    }
  }

  private static char[] characters(byte[] passphrase) throws RefusedException {
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(passphrase));
      char[] characters = new char[decoded.remaining()];
      decoded.get(characters);
      Arrays.fill(decoded.array(), '\0');
      return characters;
    } catch (CharacterCodingException e) {
      throw new RefusedException(Refusal.WRONG_PASSPHRASE, "the passphrase is not UTF-8");
    }
  }
}
