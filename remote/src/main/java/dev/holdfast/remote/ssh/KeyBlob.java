package dev.holdfast.remote.ssh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// A public key as SSH transmits it, so that keys of any type can be compared and named.
///
/// @param type for example `ssh-ed25519`
/// @param hex the bytes in hexadecimal digits; a record of text compares by value
record KeyBlob(String type, String hex) {
  static KeyBlob of(PublicKey key) {
    var buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return new KeyBlob(KeyUtils.getKeyType(key), HexFormat.of().formatHex(buffer.getCompactData()));
  }

  /// @throws IllegalArgumentException if the text is not base64 or speaks of another type
  static KeyBlob parse(String type, String base64) {
    var bytes = Base64.getDecoder().decode(base64);
    var name = new ByteArrayBuffer(bytes).getString();
    if (!name.equals(type)) {
      throw new IllegalArgumentException("the key is not of type " + type);
    }
    return new KeyBlob(type, HexFormat.of().formatHex(bytes));
  }

  /// As `ssh-keygen -l` prints it.
  String fingerprint() {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(hex));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Type and key, as in a file of public keys.
  String line() {
    var base64 = Base64.getEncoder().encode(HexFormat.of().parseHex(hex));
    return type + " " + new String(base64, StandardCharsets.US_ASCII);
  }
}
