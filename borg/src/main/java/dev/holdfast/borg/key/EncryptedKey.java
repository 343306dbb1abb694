package dev.holdfast.borg.key;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// A key that hides: type byte, 32 bytes of proof, 8 bytes of counter, then ciphertext. The proof
/// covers counter and ciphertext.
final class EncryptedKey extends Key {
  private static final int PROOF_AT = 1;
  private static final int COUNTER_AT = PROOF_AT + KeyedHash.DIGEST_BYTES;
  private static final int CIPHERTEXT_AT = COUNTER_AT + Long.BYTES;

  EncryptedKey(KeyType type, KeyMaterial material) {
    super(type, material);
  }

  @Override
  byte[] sealed(byte[] compressed, long counter) {
    byte[] ciphertext =
        AesCtr.apply(material().encryptionKey(), counter, ByteBuffer.wrap(compressed));
    byte[] object = new byte[CIPHERTEXT_AT + ciphertext.length];
    object[0] = type().typeByte();
    ByteBuffer.wrap(object).position(COUNTER_AT).putLong(counter).put(ciphertext);
    byte[] proof = type().hash().of(material().macKey(), proven(object));
    System.arraycopy(proof, 0, object, PROOF_AT, proof.length);
    return object;
  }

  @Override
  public long counters(byte[] object) {
    return (Math.max(0L, object.length - CIPHERTEXT_AT) + AesCtr.BLOCK_BYTES - 1)
        / AesCtr.BLOCK_BYTES;
  }

  @Override
  public long counter(byte[] object) {
    return object.length < CIPHERTEXT_AT ? 0 : ByteBuffer.wrap(object).getLong(COUNTER_AT);
  }

  private static ByteBuffer proven(byte[] object) {
    return ByteBuffer.wrap(object).slice(COUNTER_AT, object.length - COUNTER_AT);
  }

  @Override
  ByteBuffer compressed(ByteBuffer object) throws RefusedException {
    if (object.remaining() < CIPHERTEXT_AT) {
      throw RefusedException.malformed("an encrypted object is cut short");
    }
    byte[] claimed = new byte[KeyedHash.DIGEST_BYTES];
    object.get(PROOF_AT, claimed);
    ByteBuffer proven = object.slice(COUNTER_AT, object.remaining() - COUNTER_AT);
    if (!MessageDigest.isEqual(type().hash().of(material().macKey(), proven), claimed)) {
      throw new RefusedException(
          Refusal.NOT_AUTHENTIC,
          "an object was altered, or was encrypted with another repository's key");
    }
    ByteBuffer ciphertext = object.slice(CIPHERTEXT_AT, object.remaining() - CIPHERTEXT_AT);
    return ByteBuffer.wrap(
        AesCtr.apply(material().encryptionKey(), object.getLong(COUNTER_AT), ciphertext));
  }
}
