package dev.holdfast.borg.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256 in counter mode, the counter being 128 bits of which Borg stores the lower 64.
final class AesCtr {
  static final int BLOCK_BYTES = 16;

  private AesCtr() {}

  /// Encrypting and decrypting are the same.
  ///
  /// @param input left unchanged
  static byte[] apply(byte[] key, long counter, ByteBuffer input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] start = ByteBuffer.allocate(BLOCK_BYTES).putLong(Long.BYTES, counter).array();
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
      byte[] output = new byte[input.remaining()];
      cipher.doFinal(input.duplicate(), ByteBuffer.wrap(output));
      return output;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    }
  }
}
