package dev.holdfast.borg.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The hashes that name and prove objects: 32 bytes under a key of fixed length.
enum KeyedHash {
  /// Of repositories without any key.
  PLAIN_SHA256(0) {
    @Override
    byte[] hash(byte[] key, ByteBuffer data) throws GeneralSecurityException {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(data.duplicate());
      return digest.digest();
    }

    @Override
    KeyedDigest start(byte[] key) throws GeneralSecurityException {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new KeyedDigest() {
        @Override
        public void update(byte[] bytes, int from, int length) {
          digest.update(bytes, from, length);
        }

        @Override
        public byte[] finish() {
          return digest.digest();
        }
      };
    }
  },
  HMAC_SHA256(32) {
    @Override
    byte[] hash(byte[] key, ByteBuffer data) throws GeneralSecurityException {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(data.duplicate());
      return mac.doFinal();
    }

    @Override
    KeyedDigest start(byte[] key) throws GeneralSecurityException {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return new KeyedDigest() {
        @Override
        public void update(byte[] bytes, int from, int length) {
          mac.update(bytes, from, length);
        }

        @Override
        public byte[] finish() {
          return mac.doFinal();
        }
      };
    }
  },
  /// Borg puts the key in front of the data; it does not use BLAKE2b's own keyed mode.
  BLAKE2B_256(128) {
    @Override
    byte[] hash(byte[] key, ByteBuffer data) {
      KeyedDigest digest = start(key);
      digest.update(data.array(), data.arrayOffset() + data.position(), data.remaining());
      return digest.finish();
    }

    @Override
    KeyedDigest start(byte[] key) {
      return new Blake2b(key);
    }
  };

  static final int DIGEST_BYTES = 32;

  private final int keyBytes;

  KeyedHash(int keyBytes) {
    this.keyBytes = keyBytes;
  }

  /// Length of the key in bytes.
  int keyBytes() {
    return keyBytes;
  }

  /// @param data backed by an accessible array; left unchanged
  byte[] of(byte[] key, ByteBuffer data) {
    try {
      return hash(key, data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    }
  }

  /// A hash under this key for the use of one thread.
  KeyedDigest reusable(byte[] key) {
    try {
      return start(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    }
  }

  abstract KeyedDigest start(byte[] key) throws GeneralSecurityException;

  abstract byte[] hash(byte[] key, ByteBuffer data) throws GeneralSecurityException;
}
