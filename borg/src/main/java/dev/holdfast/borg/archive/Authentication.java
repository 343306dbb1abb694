package dev.holdfast.borg.archive;

import dev.holdfast.borg.Fields;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// The proof (`tam`) that Borg puts into a structure: checked over the very bytes that were stored,
/// and made.
final class Authentication {
  private static final String FIELD = "tam";
  private static final String SUITE = "HKDF_HMAC_SHA512";
  static final int CODE_BYTES = 64;

  /// `type`, `hmac` and `salt`. Borg ignores others, but what is in them may be beyond its limits.
  private static final int PROOF_FIELDS = 3;

  private Authentication() {}

  /// @return whether there is a proof, which then fits
  /// @throws RefusedException with [Refusal#NOT_AUTHENTIC] if there is one that does not fit
  static boolean verify(Key key, MetadataKind kind, byte[] packed, Fields fields)
      throws RefusedException {
    if (fields.map().get(FIELD).isEmpty()) {
      return false;
    }
    Fields proof = fields.fields(FIELD);
    if (!proof.text("type").equals(SUITE)) {
      throw new RefusedException(
          Refusal.UNSUPPORTED, fields.structure() + " has a proof of an unknown kind");
    }
    if (proof.map().size() != PROOF_FIELDS) {
      throw RefusedException.malformed(fields.structure() + " has a proof with other fields");
    }
    byte[] code = proof.bytes("hmac", CODE_BYTES);
    byte[] salt = proof.bytes("salt", CODE_BYTES);
    byte[] blanked = packed.clone();
    int at = indexOf(packed, code);
    Arrays.fill(blanked, at, at + CODE_BYTES, (byte) 0);
    if (!MessageDigest.isEqual(key.authenticate(kind, salt, blanked), code)) {
      throw new RefusedException(
          Refusal.NOT_AUTHENTIC,
          fields.structure() + " was altered, or was made with another repository's key");
    }
    return true;
  }

  /// The packed structure with a proof in it.
  ///
  /// @param fields by name; a proof among them is replaced
  /// @param salt 64 random bytes
  static byte[] seal(Key key, MetadataKind kind, SortedMap<String, Value> fields, byte[] salt) {
    byte[] blank = pack(fields, salt, new byte[CODE_BYTES]);
    return pack(fields, salt, key.authenticate(kind, salt, blank));
  }

  private static byte[] pack(SortedMap<String, Value> fields, byte[] salt, byte[] code) {
    SortedMap<String, Value> all = new TreeMap<>(fields);
    all.put(
        FIELD,
        Value.Map.builder()
            .put("hmac", Raw.of(code))
            .put("salt", Raw.of(salt))
            .put("type", SUITE)
            .build());
    Value.MapBuilder map = Value.Map.builder();
    all.forEach(map::put);
    return MessagePackWriter.toBytes(map.build());
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at <= all.length - part.length; at++) {
      if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalStateException("a field of a structure is not in its bytes");
  }
}
