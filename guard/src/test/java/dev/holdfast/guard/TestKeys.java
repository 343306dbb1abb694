package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Keys of repositories that exist in tests only.
final class TestKeys {
  private static final byte[] PASSPHRASE = "test".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectId REPOSITORY = new ObjectId(7, 7, 7, 7);

  private TestKeys() {}

  static Key of(KeyType type) {
    if (type == KeyType.NONE) {
      return Key.none();
    }
    boolean blake = type.borgName().endsWith("blake2");
    Random random = new Random(type.typeByte());
    Value.Map inside =
        Value.Map.builder()
            .put("version", 1)
            .put("repository_id", Raw.of(REPOSITORY.bytes()))
            .put("enc_key", bytes(random, 32))
            .put("enc_hmac_key", bytes(random, blake ? 128 : 32))
            .put("id_key", bytes(random, blake ? 128 : 32))
            .build();
    try {
      return KeyBlob.parse(lock(MessagePackWriter.toBytes(inside)))
          .unlock(type, REPOSITORY, PASSPHRASE);
    } catch (GeneralSecurityException | RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Raw bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Raw.of(bytes);
  }

  private static String lock(byte[] inside) throws GeneralSecurityException {
    byte[] salt = new byte[32];
    PBEKeySpec spec = new PBEKeySpec("test".toCharArray(), salt, 1, 256);
    byte[] lock =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(lock, "HmacSHA256"));
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(lock, "AES"), new IvParameterSpec(new byte[16]));
    Value.Map blob =
        Value.Map.builder()
            .put("version", 1)
            .put("algorithm", "sha256")
            .put("iterations", 1)
            .put("salt", Raw.of(salt))
            .put("hash", Raw.of(mac.doFinal(inside)))
            .put("data", Raw.of(cipher.doFinal(inside)))
            .build();
    return Base64.getEncoder().encodeToString(MessagePackWriter.toBytes(blob));
  }
}
