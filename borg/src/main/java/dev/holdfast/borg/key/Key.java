package dev.holdfast.borg.key;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.compression.Decompression;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// The unlocked key of one repository: opens and seals its objects, names contents, proves
/// metadata.
///
/// Safe for use by several threads. Never prints its secrets; zeroes them on close, after which
/// every use fails with [IllegalStateException].
public abstract sealed class Key implements AutoCloseable permits PlainKey, EncryptedKey {
  private final KeyType type;
  private final KeyMaterial material;

  Key(KeyType type, KeyMaterial material) {
    this.type = type;
    this.material = material;
  }

  /// The key of a repository that has none.
  public static Key none() {
    return new PlainKey(KeyType.NONE, KeyMaterial.none());
  }

  static Key of(KeyType type, KeyMaterial material) {
    return type.encrypts() ? new EncryptedKey(type, material) : new PlainKey(type, material);
  }

  /// The mode; objects of any other mode are refused.
  public final KeyType type() {
    return type;
  }

  /// The id under which Borg stores this content.
  public final ObjectId idOf(byte[] plain) {
    return ObjectId.ofDigest(type.hash().of(material.idKey(), ByteBuffer.wrap(plain)));
  }

  /// The content of an object whose id is no hash of it, which is the manifest only.
  ///
  /// @param plainBytesMax the most that it may decompress to
  /// @throws RefusedException if the object is of another mode, altered, malformed or too large
  public final byte[] open(byte[] object, int plainBytesMax) throws RefusedException {
    KeyType claimed = KeyType.ofObject(object);
    if (claimed != type) {
      throw new RefusedException(
          Refusal.WRONG_KEY_TYPE,
          "an object is of the mode "
              + claimed.borgName()
              + " in a repository of the mode "
              + type.borgName());
    }
    return Decompression.decompress(compressed(ByteBuffer.wrap(object)), plainBytesMax);
  }

  /// The content of an object, which must be what its id names.
  ///
  /// @throws RefusedException as [#open(byte[], int)], and if the content does not fit the id
  public final byte[] open(ObjectId id, byte[] object, int plainBytesMax) throws RefusedException {
    byte[] plain = open(object, plainBytesMax);
    if (!MessageDigest.isEqual(idOf(plain).bytes(), id.bytes())) {
      throw new RefusedException(
          Refusal.WRONG_ID, "the object stored under " + id + " has another content");
    }
    return plain;
  }

  /// A quick way to look into many objects; each thread needs its own.
  public final ObjectVerifier verifier() {
    return new ObjectVerifier(type, material);
  }

  /// The authentication code that Borg puts into a structure; 64 bytes.
  ///
  /// In mode `none` anybody can compute it.
  ///
  /// @param packed the structure, zeroes in place of the code
  public final byte[] authenticate(MetadataKind kind, byte[] salt, byte[] packed) {
    return MetadataAuthentication.code(metadataKey(kind, salt), packed);
  }

  /// The object that stores this content; the reverse of [#open(byte[], int)].
  ///
  /// @param counter where encryption starts to count, unsigned; it uses [#counters] of them, and no
  ///   two objects may ever share one. Modes that do not encrypt ignore it
  public final byte[] seal(byte[] plain, Compression compression, long counter) {
    return sealed(compression.compress(plain), counter);
  }

  /// How many counters the encryption of this object has used, from the one that it stores on; none
  /// in modes that do not encrypt.
  public abstract long counters(byte[] object);

  /// Where the encryption of this object starts to count, unsigned, if it is as long as an object
  /// must be; 0 in modes that do not encrypt. Proven by [#open] alone.
  public abstract long counter(byte[] object);

  abstract byte[] sealed(byte[] compressed, long counter);

  abstract ByteBuffer compressed(ByteBuffer object) throws RefusedException;

  byte[] metadataKey(MetadataKind kind, byte[] salt) {
    return MetadataAuthentication.derive(material, kind, salt);
  }

  final KeyMaterial material() {
    return material;
  }

  @Override
  public final void close() {
    material.close();
  }

  @Override
  public final String toString() {
    return "Key[" + type.borgName() + ", redacted]";
  }
}
