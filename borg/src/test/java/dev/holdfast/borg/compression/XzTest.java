package dev.holdfast.borg.compression;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.Damage;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.Refused;
import dev.holdfast.borg.RefusedException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams made by hand, of LZMA2 chunks that hold what comes out as it is.
final class XzTest {
  private static final String BEGINNING = "fd377a585a000000ff12d941";

  /// With the dictionary of level 9, and its check.
  private static final String BLOCK = "020021011c00000010cf58cc";

  private static final String ABC = "010002616263" + "00";
  private static final String TAIL = "00" + "0001130303a560d8" + "06729e7a010000000000595a";
  private static final String WHOLE = BEGINNING + BLOCK + ABC + TAIL;
  private static final int MAX = 100_000;

  @Test
  void a_stream_as_borg_writes_it_is_read() throws RefusedException {
    assertThat(decompress(WHOLE)).asString().isEqualTo("abc");
    assertThat(decompress(BEGINNING + "000000001cdf442106729e7a010000000000595a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "00000000", "6a756e6b", BEGINNING, WHOLE})
  void nothing_may_follow(String behind) {
    assertThat(refused(WHOLE + behind)).contains("end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01" + "0001130303a560d8" + "06729e7a010000000000595a", // the padding
        "00" + "0002130303a560d8" + "06729e7a010000000000595a", // two blocks
        "00" + "0001140303a560d8" + "06729e7a010000000000595a", // another size
        "00" + "0001130403a560d8" + "06729e7a010000000000595a", // another content
        "00" + "0001130303a560d9" + "06729e7a010000000000595a", // another check of them
        "00" + "0001130303a560d8" + "06729e7b010000000000595a", // of the footer
        "00" + "0001130303a560d8" + "06729e7a020000000000595a", // a longer index
        "00" + "0001130303a560d8" + "06729e7a010000000001595a", // a check of the content
        "00" + "0001130303a560d8" + "06729e7a010000000000595b",
        "00" + "0001130303a560d8",
        "00",
        ""
      })
  void the_tail_is_the_one_that_the_block_asks_for(String tail) {
    assertThat(refused(BEGINNING + BLOCK + ABC + tail)).contains("end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd377a585a0000016922de36" + BLOCK, // a check of the content
        BEGINNING + "020021011d00000075a8e474", // 96 MiB of dictionary
        BEGINNING + "020021011c00000010cf58cd", // a wrong check
        BEGINNING + "020021011c00000110cf58cc", // padding that is none
        BEGINNING + "024021011c00000010cf58cc", // a size in the header
        BEGINNING + "020121011c00000010cf58cc", // two filters
        BEGINNING + "020004011c00000010cf58cc", // for programs of x86
        BEGINNING + "030021011c0000000000000010cf58cc" // a longer header
      })
  void whatever_borg_does_not_begin_with_is_refused(String beginning) {
    assertThat(refused(beginning + ABC + TAIL)).contains("begin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"010002616263", "0100", "01ffff6162", "80000200", "", "e0"})
  void chunks_that_do_not_end_are_refused(String chunks) {
    assertThat(refused(BEGINNING + BLOCK + chunks)).contains("cut short");
  }

  @Test
  void chunks_of_no_known_kind_are_refused() {
    assertThat(refused(BEGINNING + BLOCK + "03000261626300" + TAIL)).contains("kind");
    assertThat(refused(BEGINNING + BLOCK + "7f000261626300" + TAIL)).contains("kind");
  }

  /// The first chunk has to say that nothing was before it.
  @Test
  void a_chunk_that_needs_what_was_before_is_refused() {
    assertThat(refused(BEGINNING + BLOCK + "02000261626300" + TAIL)).contains("damaged");
  }

  @Test
  void chunks_that_become_too_much_are_refused_before_memory_is_taken() {
    String chunk = "ff" + "ffff" + "0000" + "5d" + "00"; // 2 MiB
    byte[] bomb = object(BEGINNING + BLOCK + chunk.repeat(1000) + "00");
    Refused.refused(
        Refusal.TOO_LARGE, () -> Decompression.decompress(ByteBuffer.wrap(bomb), 20 << 20));
  }

  @Test
  void every_byte_counts() {
    byte[] good = object(WHOLE);
    for (int at = 2; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        int content = 2 + (BEGINNING + BLOCK).length() / 2 + 3;
        if (at < content || at >= content + 3) {
          Refused.refused(
              Refusal.MALFORMED, () -> Decompression.decompress(ByteBuffer.wrap(bad), MAX));
        }
      }
    }
  }

  /// Not the 64 MiB of its dictionary.
  @Test
  void a_small_object_takes_little_memory() throws RefusedException {
    var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteBuffer object = ByteBuffer.wrap(object(WHOLE));
    Room room = new Room();
    long before = memory.getCurrentThreadAllocatedBytes();
    ByteBuffer plain = Decompression.decompress(object, 20 << 20, room);
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    assertThat(plain.remaining()).isEqualTo(3);
  }

  @Test
  void damage_inside_the_block_is_refused_or_becomes_as_many_bytes() throws Exception {
    byte[] words = "all work and no play. ".repeat(300).getBytes(US_ASCII);
    byte[] good = DecompressionTest.Scheme.LZMA.compress(words);
    int bodyAt = 2 + (BEGINNING + BLOCK).length() / 2;
    Damage damage = new Damage(19);
    for (int round = 0; round < 3000; round++) {
      byte[] bad = good.clone();
      bad[bodyAt + 6 + damage.below(40)] ^= (byte) (1 + damage.below(255));
      try {
        byte[] plain = Decompression.decompress(ByteBuffer.wrap(bad), MAX);
        assertThat(plain).hasSameSizeAs(words);
      } catch (RefusedException e) {
        assertThat(e.refusal()).isEqualTo(Refusal.MALFORMED);
      }
    }
  }

  private static String refused(String stream) {
    return Refused.refused(Refusal.MALFORMED, () -> decompress(stream));
  }

  private static byte[] decompress(String stream) throws RefusedException {
    return Decompression.decompress(ByteBuffer.wrap(object(stream)), MAX);
  }

  private static byte[] object(String stream) {
    return HexFormat.of().parseHex("0200" + stream);
  }
}
