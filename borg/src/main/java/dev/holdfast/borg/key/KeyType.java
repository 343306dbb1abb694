package dev.holdfast.borg.key;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;

/// The seven modes of a repository. The first byte of every object names the mode.
public enum KeyType {
  KEYFILE(0x00, "keyfile", KeyPlace.KEY_FILE, KeyedHash.HMAC_SHA256, true),
  NONE(0x02, "none", KeyPlace.NOWHERE, KeyedHash.PLAIN_SHA256, false),
  REPOKEY(0x03, "repokey", KeyPlace.REPOSITORY, KeyedHash.HMAC_SHA256, true),
  KEYFILE_BLAKE2(0x04, "keyfile-blake2", KeyPlace.KEY_FILE, KeyedHash.BLAKE2B_256, true),
  REPOKEY_BLAKE2(0x05, "repokey-blake2", KeyPlace.REPOSITORY, KeyedHash.BLAKE2B_256, true),
  AUTHENTICATED_BLAKE2(
      0x06, "authenticated-blake2", KeyPlace.REPOSITORY, KeyedHash.BLAKE2B_256, false),
  AUTHENTICATED(0x07, "authenticated", KeyPlace.REPOSITORY, KeyedHash.HMAC_SHA256, false);

  private static final int LEGACY_PASSPHRASE = 0x01;

  private final int typeByte;
  private final String borgName;
  private final KeyPlace place;
  private final KeyedHash hash;
  private final boolean encrypts;

  KeyType(int typeByte, String borgName, KeyPlace place, KeyedHash hash, boolean encrypts) {
    this.typeByte = typeByte;
    this.borgName = borgName;
    this.place = place;
    this.hash = hash;
    this.encrypts = encrypts;
  }

  /// The mode that the first byte of an object claims. Nothing protects this byte: whoever knows
  /// what the mode should be must compare.
  ///
  /// @throws RefusedException if the object is empty or the mode is none of the seven
  public static KeyType ofObject(byte[] object) throws RefusedException {
    if (object.length == 0) {
      throw RefusedException.malformed("an object is empty");
    }
    int claimed = object[0] & 0xff;
    for (KeyType type : values()) {
      if (type.typeByte == claimed) {
        return type;
      }
    }
    throw new RefusedException(
        Refusal.UNSUPPORTED,
        claimed == LEGACY_PASSPHRASE
            ? "the repository is in Attic's old passphrase mode, which nobody should use any more;"
                + " convert it with borg key migrate-to-repokey"
            : "an object has the unknown key type %02x".formatted(claimed));
  }

  /// The first byte of every object.
  public byte typeByte() {
    return (byte) typeByte;
  }

  /// What `borg init --encryption` calls it.
  public String borgName() {
    return borgName;
  }

  /// Where the key lies.
  public KeyPlace place() {
    return place;
  }

  /// Whether the contents of objects are secret.
  public boolean encrypts() {
    return encrypts;
  }

  KeyedHash hash() {
    return hash;
  }
}
