package dev.holdfast.borg.key;

import dev.holdfast.borg.Fields;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.WireLimits;
import java.util.Arrays;

/// The secret bytes inside an unlocked key. Cannot be printed; zeroed on close.
final class KeyMaterial implements AutoCloseable {
  private static final int ENCRYPTION_KEY_BYTES = 32;
  private static final int FIELDS_MAX = 16;
  private static final int FIELD_BYTES_MAX = 256;
  private static final int HEAP_BYTES_MAX = 64 * 1024;

  private final byte[] encryptionKey;
  private final byte[] macKey;
  private final byte[] idKey;
  private boolean closed;

  private KeyMaterial(byte[] encryptionKey, byte[] macKey, byte[] idKey) {
    this.encryptionKey = encryptionKey;
    this.macKey = macKey;
    this.idKey = idKey;
  }

  static KeyMaterial none() {
    return new KeyMaterial(new byte[0], new byte[0], new byte[0]);
  }

  /// @param packed the unlocked key as Borg packs it
  /// @throws RefusedException if it is malformed, of another version, or for another repository
  static KeyMaterial parse(byte[] packed, KeyType type, ObjectId repository)
      throws RefusedException {
    WireLimits limits =
        new WireLimits(2, FIELDS_MAX, FIELD_BYTES_MAX, packed.length + 1L, HEAP_BYTES_MAX, false);
    Fields fields = Fields.read("the key", packed, limits);
    long version = fields.number("version");
    if (version != 1) {
      throw new RefusedException(Refusal.UNSUPPORTED, "the key has version " + version);
    }
    if (!ObjectId.parse(fields.bytes("repository_id")).equals(repository)) {
      throw new RefusedException(
          Refusal.WRONG_REPOSITORY, "the key was made for another repository");
    }
    int hashKeyBytes = type.hash().keyBytes();
    return new KeyMaterial(
        fields.bytes("enc_key", ENCRYPTION_KEY_BYTES),
        fields.bytes("enc_hmac_key", hashKeyBytes),
        fields.bytes("id_key", hashKeyBytes));
  }

  byte[] encryptionKey() {
    return open(encryptionKey);
  }

  byte[] macKey() {
    return open(macKey);
  }

  byte[] idKey() {
    return open(idKey);
  }

  /// What Borg derives the keys of metadata authentication from; the caller zeroes it.
  byte[] derivationInput() {
    byte[] id = idKey();
    byte[] all = Arrays.copyOf(id, id.length + encryptionKey.length + macKey.length);
    System.arraycopy(encryptionKey, 0, all, id.length, encryptionKey.length);
    System.arraycopy(macKey, 0, all, id.length + encryptionKey.length, macKey.length);
    return all;
  }

  private synchronized byte[] open(byte[] secret) {
    if (closed) {
      throw new IllegalStateException("this key is closed");
    }
    return secret;
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(encryptionKey, (byte) 0);
    Arrays.fill(macKey, (byte) 0);
    Arrays.fill(idKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "KeyMaterial[redacted]";
  }
}
