package dev.holdfast.borg.archive;

import dev.holdfast.borg.Fields;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.MetadataKind;
import java.security.MessageDigest;
import java.util.Arrays;

/// Checks the proof (`tam`) that Borg puts into a structure, over the very bytes that were stored.
final class Authentication {
  private static final String FIELD = "tam";
  private static final String SUITE = "HKDF_HMAC_SHA512";
  private static final int CODE_BYTES = 64;

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

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at <= all.length - part.length; at++) {
      if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalStateException("a field of a structure is not in its bytes");
  }
}
