package dev.holdfast.borg.key;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.compression.Decompression;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens many objects, one after the other, and proves that each is what its id names. The quick
/// sister of [Key#open]: it keeps its ciphers, and works in the memory of a [Scratch].
///
/// Not for several threads. Of no use once its key is closed, although it goes on.
public final class ObjectVerifier {
  private static final int PROOF_AT = 1;
  private static final int COUNTER_AT = PROOF_AT + KeyedHash.DIGEST_BYTES;
  private static final int CIPHERTEXT_AT = COUNTER_AT + Long.BYTES;
  private static final int BLOCK_BYTES = 16;

  private final KeyType type;
  private final KeyedDigest naming;
  private final KeyedDigest proving;
  private final Cipher cipher;
  private final SecretKeySpec encryptionKey;

  /// An object that is what its id names.
  ///
  /// @param plain its content; lies in the scratch, so it holds until that is used again
  /// @param counter where its encryption starts to count, unsigned; 0 in modes that do not encrypt
  /// @param counters how many counters its encryption used
  public record Opened(ByteBuffer plain, long counter, long counters) {}

  ObjectVerifier(KeyType type, KeyMaterial material) {
    this.type = type;
    this.naming = type.hash().reusable(material.idKey());
    this.proving = type.hash().reusable(material.macKey());
    byte[] key = type.encrypts() ? material.encryptionKey() : new byte[BLOCK_BYTES];
    this.encryptionKey = new SecretKeySpec(key, "AES");
    try {
      this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// @param id 32 bytes
  /// @param slices the object's bytes in order; left unchanged
  /// @throws RefusedException if it is of another mode, altered, malformed, larger than the scratch
  ///   has room for, or not what the id names
  public Opened open(byte[] id, List<ByteBuffer> slices, Scratch scratch) throws RefusedException {
    int size = slices.stream().mapToInt(ByteBuffer::remaining).sum();
    if (size > scratch.objectBytesMax()) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "an object has more than %d bytes".formatted(scratch.objectBytesMax()));
    }
    byte[] object = joined(slices, scratch.stored().atLeast(size));
    if (size == 0 || object[0] != type.typeByte()) {
      throw new RefusedException(
          Refusal.WRONG_KEY_TYPE, "an object is not of the mode " + type.borgName());
    }
    Opened opened =
        type.encrypts()
            ? decrypted(object, size, scratch)
            : new Opened(plain(object, 1, size - 1, scratch), 0, 0);
    ByteBuffer plain = opened.plain();
    naming.update(plain.array(), plain.arrayOffset() + plain.position(), plain.remaining());
    if (!MessageDigest.isEqual(naming.finish(), id)) {
      throw new RefusedException(
          Refusal.WRONG_ID, "an object has another content than its id names");
    }
    return opened;
  }

  private static byte[] joined(List<ByteBuffer> slices, byte[] into) {
    int at = 0;
    for (ByteBuffer slice : slices) {
      slice.get(slice.position(), into, at, slice.remaining());
      at += slice.remaining();
    }
    return into;
  }

  private Opened decrypted(byte[] object, int size, Scratch scratch) throws RefusedException {
    int length = size - CIPHERTEXT_AT;
    if (length < 0) {
      throw RefusedException.malformed("an encrypted object is cut short");
    }
    proving.update(object, COUNTER_AT, size - COUNTER_AT);
    byte[] claimed = new byte[KeyedHash.DIGEST_BYTES];
    System.arraycopy(object, PROOF_AT, claimed, 0, claimed.length);
    if (!MessageDigest.isEqual(proving.finish(), claimed)) {
      throw new RefusedException(
          Refusal.NOT_AUTHENTIC,
          "an object was altered, or was encrypted with another repository's key");
    }
    long counter = ByteBuffer.wrap(object).getLong(COUNTER_AT);
    byte[] opened = scratch.opened().atLeast(length);
    decrypt(counter, object, length, opened);
    long blocks = (length + BLOCK_BYTES - 1L) / BLOCK_BYTES;
    return new Opened(plain(opened, 0, length, scratch), counter, blocks);
  }

  private void decrypt(long counter, byte[] object, int length, byte[] opened) {
    byte[] start = ByteBuffer.allocate(BLOCK_BYTES).putLong(Long.BYTES, counter).array();
    try {
      cipher.init(Cipher.DECRYPT_MODE, encryptionKey, new IvParameterSpec(start));
      cipher.doFinal(object, CIPHERTEXT_AT, length, opened, 0);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static ByteBuffer plain(byte[] compressed, int from, int length, Scratch scratch)
      throws RefusedException {
    return Decompression.decompress(
        ByteBuffer.wrap(compressed, from, length).slice(),
        scratch.objectBytesMax(),
        scratch.plain());
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
  }
}
