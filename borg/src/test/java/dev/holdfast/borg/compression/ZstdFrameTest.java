package dev.holdfast.borg.compression;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.holdfast.borg.Damage;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.Refused;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames made by hand, of blocks that hold what comes out as it is.
final class ZstdFrameTest {
  private static final String MAGIC = "28b52ffd";
  private static final int MAX = 100_000;

  /// The last block, raw, of three bytes.
  private static final String ABC = "190000" + "616263";

  @Test
  void a_frame_as_borg_writes_it_is_read() throws RefusedException {
    assertThat(decompress(MAGIC + "20" + "03" + ABC)).asString().isEqualTo("abc");
    assertThat(decompress(MAGIC + "20" + "00" + "010000")).isEmpty();
  }

  @Test
  void one_with_a_window_is_read_up_to_what_libzstd_takes() throws RefusedException {
    assertThat(decompress(MAGIC + "80" + "88" + "03000000" + ABC)).asString().isEqualTo("abc");
    assertThat(refused(MAGIC + "80" + "89" + "03000000" + ABC)).contains("window");
    assertThat(refused(MAGIC + "80" + "90" + "03000000" + ABC)).contains("window");
    assertThat(refused(MAGIC + "80" + "ff" + "03000000" + ABC)).contains("window");
  }

  @ParameterizedTest
  @ValueSource(strings = {"21" + "00", "21" + "01", "22" + "0000", "23" + "01000000", "28", "30"})
  void a_frame_with_a_dictionary_or_bits_that_mean_nothing_is_refused(String descriptor) {
    assertThat(refused(MAGIC + descriptor + "03" + ABC)).contains("never uses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00", // a byte
        "502a4d1804000000" + "6a756e6b", // a frame to be skipped
        MAGIC + "20" + "00" + "010000", // an empty one
        MAGIC + "20" + "03" + ABC
      })
  void nothing_may_follow(String behind) {
    assertThat(refused(MAGIC + "20" + "03" + ABC + behind)).contains("not alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "28b52ffd",
        "28b52ffd20",
        "28b52ffd2003",
        "28b52ffd20031900006162", // the block is cut short
        "28b52ffd2003180000616263", // it is not the last one
        "28b52ffd2004190000616263", // one byte less than was claimed
        "28b52ffd2002190000616263", // one more
        "28b52ffd20031f0000616263", // a block of the reserved kind
        "28b52ffd2403190000616263" + "00000000", // a wrong checksum
        "502a4d1800000000", // nothing but a frame to be skipped
        "27b52ffd2003190000616263" // of an older format
      })
  void what_is_not_a_whole_frame_is_refused(String frame) {
    assertThat(refused(frame)).contains("zstd");
  }

  @Test
  void a_frame_that_hides_its_size_is_refused() {
    assertThat(refused(MAGIC + "00" + "58" + "010000")).contains("how large");
  }

  @Test
  void a_frame_that_claims_more_than_its_bytes_can_become_is_refused() {
    // 64 MiB, and one empty last block.
    byte[] frame = object(MAGIC + "a0" + "00000004" + "010000");
    Refused.refused(
        Refusal.MALFORMED, () -> Decompression.decompress(ByteBuffer.wrap(frame), 64 << 20));
    Refused.refused(Refusal.TOO_LARGE, () -> Decompression.decompress(ByteBuffer.wrap(frame), MAX));
    byte[] endless = object(MAGIC + "e0" + "ffffffffffffffff" + "010000");
    Refused.refused(
        Refusal.MALFORMED, () -> Decompression.decompress(ByteBuffer.wrap(endless), MAX));
  }

  /// Its literals want more room behind the output than there is: other decoders take it.
  @Test
  void what_libzstd_has_no_room_for_is_refused() {
    String frame = "28b52ffd206485020064046243d33656debe4c6107db";
    assertThat(refused(frame)).contains("zstd");
  }

  @Test
  void damage_inside_the_blocks_is_refused_or_becomes_what_was_claimed() {
    byte[] good = Zstd.compress("all work and no play. ".repeat(300).getBytes(US_ASCII));
    Damage damage = new Damage(17);
    for (int round = 0; round < 3000; round++) {
      byte[] bad = damage.inflict(good);
      try {
        byte[] plain = decompress(HexFormat.of().formatHex(bad));
        assertThat(Zstd.getFrameContentSize(bad)).isEqualTo(plain.length);
      } catch (RefusedException e) {
        assertThat(e.refusal()).isIn(Refusal.MALFORMED, Refusal.TOO_LARGE);
      }
    }
  }

  private static String refused(String frame) {
    return Refused.refused(Refusal.MALFORMED, () -> decompress(frame));
  }

  private static byte[] decompress(String frame) throws RefusedException {
    return Decompression.decompress(ByteBuffer.wrap(object(frame)), MAX);
  }

  private static byte[] object(String frame) {
    return HexFormat.of().parseHex("0300" + frame);
  }
}
