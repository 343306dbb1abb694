package dev.holdfast.borg.key;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A key that hides nothing. In the modes `authenticated` it names and proves: an object is known
/// to be whole by its id only. In mode `none` whoever holds the repository reads and forges
/// everything.
final class PlainKey extends Key {
  PlainKey(KeyType type, KeyMaterial material) {
    super(type, material);
  }

  /// Type byte, then what is compressed.
  @Override
  byte[] sealed(byte[] compressed, long counter) {
    byte[] object = new byte[1 + compressed.length];
    object[0] = type().typeByte();
    System.arraycopy(compressed, 0, object, 1, compressed.length);
    return object;
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
    if (type() != KeyType.NONE) {
      return super.metadataKey(kind, salt);
    }
    byte[] context = kind.context();
    byte[] key = Arrays.copyOf(salt, salt.length + context.length);
    System.arraycopy(context, 0, key, salt.length, context.length);
    return key;
  }
}
