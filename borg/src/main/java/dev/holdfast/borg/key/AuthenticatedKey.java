package dev.holdfast.borg.key;

import java.nio.ByteBuffer;

/// A key that names and proves, but does not hide: an object is known to be whole by its id only.
final class AuthenticatedKey extends Key {
  AuthenticatedKey(KeyType type, KeyMaterial material) {
    super(type, material);
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
}
