package dev.holdfast.borg.key;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// No key: whoever holds the repository reads and forges everything.
final class UnencryptedKey extends Key {
  UnencryptedKey() {
    super(KeyType.NONE, KeyMaterial.none());
  }

  @Override
  byte[] sealed(byte[] compressed, long counter) {
    return plainlySealed(compressed);
  }

  @Override
  public long counter(byte[] object) {
    return 0;
  }

  @Override
  public long counters(byte[] object) {
    return 0;
  }

  @Override
  ByteBuffer compressed(ByteBuffer object) {
    return object.slice(1, object.remaining() - 1);
  }

  @Override
  byte[] metadataKey(MetadataKind kind, byte[] salt) {
    byte[] context = kind.context();
    byte[] key = Arrays.copyOf(salt, salt.length + context.length);
    System.arraycopy(context, 0, key, salt.length, context.length);
    return key;
  }
}
