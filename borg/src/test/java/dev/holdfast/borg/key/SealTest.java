package dev.holdfast.borg.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.compression.Compression;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SealTest {
  private static final int MAX = 1 << 20;
  private static final int HEAD_BYTES = 41;

  @ParameterizedTest
  @EnumSource
  void what_is_sealed_is_opened_again(KeyType type) throws RefusedException {
    Random random = new Random(3);
    try (Key key = Recorded.of(type).unlock()) {
      for (int length : new int[] {0, 1, 15, 16, 17, 4096, 1 << 20}) {
        byte[] plain = new byte[length];
        random.nextBytes(plain);
        for (Compression compression : Compression.values()) {
          ObjectId id = key.idOf(plain);
          byte[] object = key.seal(plain, compression, random.nextLong());
          assertThat(key.open(id, object, MAX)).isEqualTo(plain);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KEYFILE", "REPOKEY", "KEYFILE_BLAKE2", "REPOKEY_BLAKE2"})
  void the_counters_of_an_object_end_where_it_says(KeyType type) throws RefusedException {
    try (Key key = Recorded.of(type).unlock()) {
      byte[] first = key.seal(new byte[100], Compression.NONE, 1000);
      assertThat(ByteBuffer.wrap(first).getLong(33)).isEqualTo(1000);
      assertThat(key.counters(first)).isEqualTo(7);
      byte[] next = key.seal(new byte[100], Compression.NONE, 1007);
      // Two zero bytes of compression header and zeroes as content show the bare keystream.
      byte[] whole = key.seal(new byte[14 * 16], Compression.NONE, 1000);
      assertThat(Arrays.copyOfRange(whole, HEAD_BYTES + 7 * 16, HEAD_BYTES + 7 * 16 + 102))
          .isEqualTo(Arrays.copyOfRange(next, HEAD_BYTES, HEAD_BYTES + 102));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "AUTHENTICATED", "AUTHENTICATED_BLAKE2"})
  void what_is_not_encrypted_uses_no_counter(KeyType type) throws RefusedException {
    try (Key key = Recorded.of(type).unlock()) {
      byte[] object = key.seal(new byte[100], Compression.NONE, 9);
      assertThat(key.counters(object)).isZero();
      assertThat(object).hasSize(103).startsWith(type.typeByte());
    }
  }
}
