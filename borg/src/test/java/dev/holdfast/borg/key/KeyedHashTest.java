package dev.holdfast.borg.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

/// Against values that Python's hashlib and hmac gave.
final class KeyedHashTest {
  @Test
  void blake2b_hashes_the_key_in_front_of_the_data() {
    assertThat(hashOfAbc(KeyedHash.BLAKE2B_256))
        .isEqualTo("cf338e2be2243f528d08c06528f6ce53fbe786f045da8fadbac5b976c0021590");
  }

  @Test
  void blake2b_is_that_of_bouncy_castle_however_the_data_comes() {
    Random random = new Random(41);
    byte[] key = new byte[128];
    byte[] data = new byte[2_000];
    random.nextBytes(key);
    random.nextBytes(data);
    KeyedDigest ours = KeyedHash.BLAKE2B_256.reusable(key);
    for (int length = 0; length <= data.length; length += random.nextInt(1, 12)) {
      Blake2bDigest theirs = new Blake2bDigest(256);
      theirs.update(key, 0, key.length);
      theirs.update(data, 0, length);
      byte[] expected = new byte[32];
      theirs.doFinal(expected, 0);
      int at = 0;
      while (at < length) {
        int piece = Math.min(length - at, random.nextInt(1, 400));
        ours.update(data, at, piece);
        at += piece;
      }
      assertThat(ours.finish()).as("%d bytes", length).isEqualTo(expected);
    }
  }

  @Test
  void hmac_sha256_is_the_standard_one() {
    assertThat(hashOfAbc(KeyedHash.HMAC_SHA256))
        .isEqualTo("f0133729c4163dede81e21cd47839256da58171238c8a0d874397c73b14e1e47");
  }

  @Test
  void without_a_key_it_is_plain_sha256() {
    assertThat(hashOfAbc(KeyedHash.PLAIN_SHA256))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static String hashOfAbc(KeyedHash hash) {
    byte[] key = new byte[hash.keyBytes()];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    ByteBuffer padded = ByteBuffer.wrap("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3);
    return HexFormat.of().formatHex(hash.of(key, padded.slice()));
  }
}
