package dev.holdfast.borg.compression;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.holdfast.borg.Damage;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

final class DecompressionTest {
  private static final int MAX = 100_000;

  /// The compressors that Borg knows, with the headers that it gives them.
  enum Scheme {
    NONE {
      @Override
      byte[] compress(byte[] plain) {
        return joined("0000", plain);
      }
    },
    LZ4 {
      @Override
      byte[] compress(byte[] plain) {
        Compressor lz4 = new Lz4Compressor();
        byte[] out = new byte[lz4.maxCompressedLength(plain.length)];
        int length = lz4.compress(plain, 0, plain.length, out, 0, out.length);
        return joined("0100", Arrays.copyOf(out, length));
      }
    },
    LZMA {
      @Override
      byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(0), XZ.CHECK_NONE)) {
          xz.write(plain);
        }
        return joined("0200", out.toByteArray());
      }
    },
    ZSTD {
      @Override
      byte[] compress(byte[] plain) {
        return joined("0300", Zstd.compress(plain));
      }
    },
    OBFUSCATED {
      @Override
      byte[] compress(byte[] plain) throws IOException {
        byte[] inner = LZ4.compress(plain);
        byte[] length = ByteBuffer.allocate(4).putInt(inner.length).array();
        return joined("0400", joined(length, joined(inner, new byte[99])));
      }
    },
    ZLIB {
      @Override
      byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
          deflater.write(plain);
        }
        return out.toByteArray();
      }
    };

    abstract byte[] compress(byte[] plain) throws IOException;

    static byte[] joined(String header, byte[] body) {
      return joined(HexFormat.of().parseHex(header), body);
    }

    static byte[] joined(byte[] first, byte[] second) {
      byte[] all = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, all, first.length, second.length);
      return all;
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_was_compressed_comes_out_again(Scheme scheme) throws IOException, RefusedException {
    byte[] text = "words, words, words. ".repeat(900).getBytes(StandardCharsets.US_ASCII);
    byte[] noise = new Damage(7).noise(MAX);
    for (byte[] plain : new byte[][] {text, noise, new byte[MAX], {1}}) {
      assertThat(decompress(scheme.compress(plain), MAX)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytes_before_and_behind_the_buffer_are_not_looked_at(Scheme scheme)
      throws IOException, RefusedException {
    byte[] plain = {5, 6, 7};
    byte[] compressed = scheme.compress(plain);
    byte[] all = Scheme.joined("ffff", Scheme.joined(compressed, new byte[] {9, 9}));
    ByteBuffer middle = ByteBuffer.wrap(all, 2, compressed.length).slice();
    assertThat(Decompression.decompress(middle, 3)).isEqualTo(plain);
    assertThat(middle.remaining()).isEqualTo(compressed.length);
  }

  /// What level 9 of LZMA asks for, and more than the heap of the tests.
  @Test
  void no_dictionary_is_larger_than_what_may_come_out() throws IOException, RefusedException {
    byte[] plain = new Damage(7).noise(MAX);
    byte[] xz = Scheme.LZMA.compress(plain);
    int dictionaryAt = 2 + 16;
    int crcAt = 2 + 12 + 4 * ((xz[2 + 12] & 0xff) + 1) - 4;
    xz[dictionaryAt] = 28;
    refused(Refusal.MALFORMED, () -> decompress(xz, MAX));
    CRC32 crc = new CRC32();
    crc.update(xz, 2 + 12, crcAt - 2 - 12);
    ByteBuffer.wrap(xz).order(ByteOrder.LITTLE_ENDIAN).putInt(crcAt, (int) crc.getValue());
    assertThat(decompress(xz, MAX)).isEqualTo(plain);
    refused(Refusal.TOO_LARGE, () -> decompress(xz, plain.length - 1));
  }

  @ParameterizedTest
  @EnumSource
  void a_bomb_is_refused_before_it_fills_the_memory(Scheme scheme) throws IOException {
    byte[] bomb = scheme.compress(new byte[MAX]);
    refused(Refusal.TOO_LARGE, () -> decompress(bomb, MAX - 1));
    refused(Refusal.TOO_LARGE, () -> decompress(bomb, 0));
  }

  @ParameterizedTest
  @EnumSource
  void damage_is_refused_or_stays_inside_the_bound(Scheme scheme) throws IOException {
    byte[] good =
        scheme.compress("all work and no play. ".repeat(300).getBytes(StandardCharsets.US_ASCII));
    Damage damage = new Damage(13);
    for (int round = 0; round < 3000; round++) {
      byte[] bad = damage.inflict(good);
      try {
        assertThat(decompress(bad, MAX).length).isLessThanOrEqualTo(MAX);
      } catch (RefusedException e) {
        assertThat(e.refusal()).isIn(Refusal.MALFORMED, Refusal.TOO_LARGE, Refusal.UNSUPPORTED);
      }
    }
  }

  @Test
  void noise_is_refused_or_stays_inside_the_bound() {
    Damage damage = new Damage(42);
    for (int round = 0; round < 5000; round++) {
      byte[] noise = damage.noise(200);
      if (noise.length > 1) {
        noise[0] = (byte) damage.below(6);
        noise[1] = 0;
      }
      try {
        assertThat(decompress(noise, 1000).length).isLessThanOrEqualTo(1000);
      } catch (RefusedException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void a_few_kibibytes_may_honestly_become_many_mebibytes() throws IOException, RefusedException {
    byte[] plain = new byte[16 << 20];
    byte[] compressed = Scheme.ZSTD.compress(plain);
    assertThat(compressed.length).isLessThan(16 << 10);
    assertThat(decompress(compressed, plain.length)).isEqualTo(plain);
  }

  @Test
  void an_unknown_or_nested_header_is_refused() throws IOException {
    refused(Refusal.UNSUPPORTED, () -> decompress(new byte[] {9, 9, 9}, MAX));
    refused(Refusal.MALFORMED, () -> decompress(new byte[] {1}, MAX));
    byte[] inner = Scheme.OBFUSCATED.compress(new byte[5]);
    byte[] length = ByteBuffer.allocate(4).putInt(inner.length).array();
    byte[] nested = Scheme.joined("0400", Scheme.joined(length, inner));
    refused(Refusal.MALFORMED, () -> decompress(nested, MAX));
  }

  private static byte[] decompress(byte[] compressed, int max) throws RefusedException {
    return Decompression.decompress(ByteBuffer.wrap(compressed), max);
  }
}
