package dev.holdfast.borg.key;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.security.MessageDigest;
import java.util.Arrays;

/// What a [KeyBlob] held, opened by its passphrase: opening is slow on purpose, so it is done once
/// for everything that needs it. Closing forgets it.
public final class OpenKeyBlob implements AutoCloseable {
  private final byte[] inside;

  /// @param inside belongs to this object from now on
  OpenKeyBlob(byte[] inside) {
    this.inside = inside;
  }

  /// The key, which lives on when this is closed.
  ///
  /// @param repository the id for which it must have been made
  /// @throws RefusedException if this is not a key of this repository and mode
  public Key key(KeyType type, ObjectId repository) throws RefusedException {
    if (type.place() == KeyPlace.NOWHERE) {
      throw new RefusedException(
          Refusal.WRONG_KEY_TYPE, "a repository of the mode none has no key to unlock");
    }
    return Key.of(type, KeyMaterial.parse(inside, type, repository));
  }

  /// The same key, locked by another passphrase; what it opens stays the same. Whoever had the old
  /// blob and its passphrase keeps the key.
  ///
  /// @param passphrase in UTF-8, of the new blob; left unchanged
  /// @param salt 32 random bytes
  /// @param iterations how slow unlocking becomes; a random passphrase needs few
  public KeyBlob locked(byte[] passphrase, byte[] salt, int iterations) throws RefusedException {
    return KeyBlob.lock(inside, passphrase, salt, iterations);
  }

  /// Whether both hold the same key, whatever passphrases locked them.
  public boolean holdsSameAs(OpenKeyBlob other) {
    return MessageDigest.isEqual(inside, other.inside);
  }

  @Override
  public void close() {
    Arrays.fill(inside, (byte) 0);
  }
}
