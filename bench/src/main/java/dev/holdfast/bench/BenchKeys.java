package dev.holdfast.bench;

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

/// Keys of every mode that protect nothing.
final class BenchKeys {
  private static final String PASSPHRASE = "bench";
  private static final ObjectId REPOSITORY = new ObjectId(1, 1, 1, 1);
  private static final int BLAKE2_KEY_BYTES = 128;
  private static final int KEY_BYTES = 32;

  private BenchKeys() {}

  static Key of(KeyType type) throws GeneralSecurityException, RefusedException {
    if (type == KeyType.NONE) {
      return Key.none();
    }
    boolean blake = type.borgName().endsWith("blake2");
    Random random = new Random(1);
    Value.Map inside =
        Value.Map.builder()
            .put("version", 1)
            .put("repository_id", Raw.of(REPOSITORY.bytes()))
            .put("enc_key", bytes(random, KEY_BYTES))
            .put("enc_hmac_key", bytes(random, blake ? BLAKE2_KEY_BYTES : KEY_BYTES))
            .put("id_key", bytes(random, blake ? BLAKE2_KEY_BYTES : KEY_BYTES))
            .build();
    return KeyBlob.parse(locked(MessagePackWriter.toBytes(inside)))
        .unlock(type, REPOSITORY, PASSPHRASE.getBytes(StandardCharsets.US_ASCII));
  }

  private static Raw bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Raw.of(bytes);
  }

  private static String locked(byte[] inside) throws GeneralSecurityException {
    byte[] salt = new byte[KEY_BYTES];
    PBEKeySpec spec = new PBEKeySpec(PASSPHRASE.toCharArray(), salt, 1, KEY_BYTES * Byte.SIZE);
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
