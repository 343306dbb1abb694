package dev.holdfast.borg.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// HKDF and HMAC with SHA-512, by which Borg proves manifests and archives.
final class MetadataAuthentication {
  private static final int KEY_BYTES = 64;
  private static final byte[] INFO_PREFIX =
      "borg-metadata-authentication-".getBytes(StandardCharsets.US_ASCII);

  private MetadataAuthentication() {}

  static byte[] derive(KeyMaterial material, MetadataKind kind, byte[] salt) {
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes(INFO_PREFIX);
    info.writeBytes(kind.context());
    byte[] input = material.derivationInput();
    try {
      return KDF.getInstance("HKDF-SHA512")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(input)
                  .addSalt(salt)
                  .thenExpand(info.toByteArray(), KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  static byte[] code(byte[] key, byte[] packed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
      return mac.doFinal(packed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
