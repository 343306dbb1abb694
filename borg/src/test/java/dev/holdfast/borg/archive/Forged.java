package dev.holdfast.borg.archive;

import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import io.airlift.compress.zstd.ZstdCompressor;
import java.util.Arrays;
import java.util.List;

/// Manifests as an attacker makes them in a repository of the mode `none`: proven, and wrong.
final class Forged {
  private static final int CODE_BYTES = 64;

  private static final byte ZSTD = 3;

  /// Stands where the code comes; nothing else in a manifest looks like it.
  private static final byte[] PLACE = filled((byte) 0x55);

  private static final byte[] SALT = filled((byte) 0x66);

  private static final Value ITEM_KEYS = Value.texts(List.of("path", "mode"));

  private Forged() {}

  private static byte[] filled(byte with) {
    byte[] bytes = new byte[CODE_BYTES];
    Arrays.fill(bytes, with);
    return bytes;
  }

  static Value.Map archive(String time) {
    return Value.Map.builder().put("id", Raw.of(new byte[32])).put("time", time).build();
  }

  static Value.MapBuilder manifest() {
    return manifest(Value.Map.builder().build(), Value.Map.builder());
  }

  static Value.MapBuilder manifest(long version) {
    return fields(version, Value.Map.builder().build(), Value.Map.builder(), ITEM_KEYS);
  }

  static Value.MapBuilder manifest(Value.Map archives, Value.MapBuilder config) {
    return fields(1, archives, config, ITEM_KEYS);
  }

  static Value.MapBuilder manifest(Value itemKeys) {
    return fields(1, Value.Map.builder().build(), Value.Map.builder(), itemKeys);
  }

  private static Value.MapBuilder fields(
      long version, Value.Map archives, Value.MapBuilder config, Value itemKeys) {
    return Value.Map.builder()
        .put("version", version)
        .put("archives", archives)
        .put("timestamp", "2026-11-22T00:00:00.000000")
        .put("config", config.put("tam_required", true).build())
        .put("item_keys", itemKeys);
  }

  /// The object, its code computed over it.
  static byte[] proven(Value.MapBuilder manifest) {
    return reproven(packed(manifest));
  }

  static byte[] packed(Value.MapBuilder manifest) {
    return MessagePackWriter.toBytes(manifest.put("tam", proof().build()).build());
  }

  /// With one more field in the proof.
  static byte[] packed(Value.MapBuilder manifest, String field, Value value) {
    Value.Map tam = proof().put(field, value).build();
    return MessagePackWriter.toBytes(manifest.put("tam", tam).build());
  }

  private static Value.MapBuilder proof() {
    return Value.Map.builder()
        .put("type", "HKDF_HMAC_SHA512")
        .put("hmac", Raw.of(PLACE))
        .put("salt", Raw.of(SALT));
  }

  /// The object for bytes that may have been damaged, its code computed anew if its place is left.
  static byte[] reproven(byte[] packed) {
    for (int at = 0; at + CODE_BYTES <= packed.length; at++) {
      if (Arrays.equals(packed, at, at + CODE_BYTES, PLACE, 0, CODE_BYTES)) {
        Arrays.fill(packed, at, at + CODE_BYTES, (byte) 0);
        byte[] code = Key.none().authenticate(MetadataKind.MANIFEST, SALT, packed);
        System.arraycopy(code, 0, packed, at, CODE_BYTES);
        break;
      }
    }
    return envelope(packed);
  }

  static byte[] stored(Value manifest) {
    return envelope(MessagePackWriter.toBytes(manifest));
  }

  /// Any structure, compressed: a few KiB may claim to be a manifest of 64 MiB.
  static byte[] compressed(byte[] packed) {
    ZstdCompressor zstd = new ZstdCompressor();
    byte[] body = new byte[zstd.maxCompressedLength(packed.length)];
    int length = zstd.compress(packed, 0, packed.length, body, 0, body.length);
    byte[] object = new byte[length + 3];
    object[0] = KeyType.NONE.typeByte();
    object[1] = ZSTD;
    System.arraycopy(body, 0, object, 3, length);
    return object;
  }

  private static byte[] envelope(byte[] packed) {
    byte[] object = new byte[packed.length + 3];
    object[0] = KeyType.NONE.typeByte();
    System.arraycopy(packed, 0, object, 3, packed.length);
    return object;
  }
}
