package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.MessagePackReader;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireException;
import dev.holdfast.wire.WireLimits;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/// The repository's key in the wrong hands: makes any object, valid or not. It reads with the
/// product's code but writes with its own, because an attacker need not use a writer that refuses.
final class Forge {
  static final int PLAIN_BYTES_MAX = 64 << 20;
  private static final WireLimits ANY =
      new WireLimits(16, 500_000, 64 << 20, 64L << 20, 512L << 20, false);
  private static final int CODE_BYTES = 64;
  private static final int COUNTER_BLOCK_BYTES = 16;

  private final Key key;
  private final byte[] encryptionKey;
  private final byte[] macKey;
  private long nonce;

  private Forge(Key key, byte[] encryptionKey, byte[] macKey) {
    this.key = key;
    this.encryptionKey = encryptionKey;
    this.macKey = macKey;
  }

  /// For the mode `none`, where everybody has the key.
  static Forge withoutKey() {
    return new Forge(Key.none(), new byte[0], new byte[0]);
  }

  /// Unlocks what `load_key` answered, or what lay beside borg.
  static Forge unlock(KeyType type, ObjectId repository, String blob, byte[] passphrase) {
    try {
      var key = KeyBlob.parse(blob).unlock(type, repository, passphrase);
      var locked = map(Base64.getDecoder().decode(blob.replaceAll("\\s", "")));
      var characters = new String(passphrase, java.nio.charset.StandardCharsets.UTF_8);
      var lock =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(
                  new PBEKeySpec(
                      characters.toCharArray(),
                      bytes(locked, "salt"),
                      Math.toIntExact(number(locked, "iterations")),
                      256))
              .getEncoded();
      var inside = map(counter(lock, 0, bytes(locked, "data")));
      return new Forge(key, bytes(inside, "enc_key"), bytes(inside, "enc_hmac_key"));
    } catch (GeneralSecurityException | RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  Key key() {
    return key;
  }

  /// From where the next object is encrypted.
  void useNoncesFrom(long first) {
    nonce = first;
  }

  long nonce() {
    return nonce;
  }

  ObjectId idOf(byte[] plain) {
    return key.idOf(plain);
  }

  /// An honest object, not compressed.
  byte[] seal(byte[] plain) {
    return sealCompressed(joined(new byte[] {0, 0}, plain));
  }

  /// An object whose content has its own header of compression.
  byte[] sealCompressed(byte[] compressed) {
    var first = nonce;
    nonce += (compressed.length + 15) / 16;
    return sealAt(first, compressed);
  }

  /// An object encrypted from a nonce that is not one's own.
  byte[] sealAt(long first, byte[] compressed) {
    var head = new byte[] {key.type().typeByte()};
    if (!key.type().encrypts()) {
      return joined(head, compressed);
    }
    var counted =
        joined(
            ByteBuffer.allocate(Long.BYTES).putLong(first).array(),
            counter(encryptionKey, first, compressed));
    return joined(head, code(counted), counted);
  }

  private byte[] code(byte[] counted) {
    return switch (key.type()) {
      case KEYFILE_BLAKE2, REPOKEY_BLAKE2 -> blake2b(joined(macKey, counted));
      case KEYFILE, REPOKEY -> hmac(macKey, counted);
      case NONE, AUTHENTICATED, AUTHENTICATED_BLAKE2 ->
          throw new IllegalStateException("nothing is encrypted in " + key);
    };
  }

  private static byte[] blake2b(byte[] input) {
    var digest = new Blake2bDigest(256);
    digest.update(input, 0, input.length);
    var code = new byte[digest.getDigestSize()];
    digest.doFinal(code, 0);
    return code;
  }

  /// The packed bytes of a structure, with borg's own proof in it.
  byte[] proven(MetadataKind kind, Value.Map fields) {
    return proven(kind, fields, proof());
  }

  /// The same with one more field in the proof itself.
  byte[] proven(MetadataKind kind, Value.Map fields, String field, Value value) {
    return proven(kind, fields, Edits.with(proof(), field, value));
  }

  private static Value.Map proof() {
    return Value.Map.builder()
        .put("type", "HKDF_HMAC_SHA512")
        .put("hmac", Raw.of(filled((byte) 0x55)))
        .put("salt", Raw.of(filled((byte) 0x66)))
        .build();
  }

  private byte[] proven(MetadataKind kind, Value.Map fields, Value.Map proof) {
    var place = Edits.bytes(proof, "hmac");
    var salt = Edits.bytes(proof, "salt");
    var packed = MessagePackWriter.toBytes(Edits.with(fields, "tam", proof));
    var at = indexOf(packed, place);
    Arrays.fill(packed, at, at + CODE_BYTES, (byte) 0);
    System.arraycopy(key.authenticate(kind, salt, packed), 0, packed, at, CODE_BYTES);
    return packed;
  }

  /// What an object holds.
  byte[] open(byte[] object) {
    try {
      return key.open(object, PLAIN_BYTES_MAX);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  Value.Map openMap(byte[] object) {
    return map(open(object));
  }

  static Value.Map map(byte[] packed) {
    try {
      return (Value.Map) MessagePackReader.read(packed, ANY);
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Value.Map map, String name) {
    return ((Raw) map.get(name).orElseThrow()).toByteArray();
  }

  private static long number(Value.Map map, String name) {
    return ((Value.Int) map.get(name).orElseThrow()).value();
  }

  private static byte[] counter(byte[] key, long first, byte[] input) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      var start = ByteBuffer.allocate(COUNTER_BLOCK_BYTES).putLong(Long.BYTES, first).array();
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] input) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] filled(byte with) {
    var bytes = new byte[CODE_BYTES];
    Arrays.fill(bytes, with);
    return bytes;
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalStateException("the place of the proof is not there");
  }

  static byte[] joined(byte[]... parts) {
    var length = 0;
    for (var part : parts) {
      length += part.length;
    }
    var all = ByteBuffer.allocate(length);
    for (var part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
