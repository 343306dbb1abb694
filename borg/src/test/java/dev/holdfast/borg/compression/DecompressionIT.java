package dev.holdfast.borg.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What we accept, Borg reads, and reads the same: otherwise a hostile client could store what
/// nobody can restore. `-Dcompression.mutations` says how many are tried, `-Dcompression.seed`
/// tells other ones.
class DecompressionIT {
  private static final int MUTATIONS = Integer.getInteger("compression.mutations", 20_000);
  private static final long SEED = Long.getLong("compression.seed", 20_260);
  private static final int PLAIN_BYTES_MAX = 20 << 20;
  private static final int[] SIZES = {0, 1, 5, 20, 100, 500, 3000, 20_000, 150_000};

  private static final List<String> COMPRESSIONS =
      List.of(
          "none",
          "lz4",
          "zlib,1",
          "zlib,9",
          "lzma,0",
          "lzma,6",
          "zstd,1",
          "zstd,3",
          "zstd,9",
          "zstd,19",
          "obfuscate,2,none",
          "obfuscate,2,lzma,0",
          "obfuscate,110,zstd,3");

  @TestFactory
  Stream<DynamicTest> what_is_accepted_borg_reads_as_well() {
    return RealBorg.all().stream()
        .map(borg -> DynamicTest.dynamicTest("borg " + borg.version(), () -> compare(borg)));
  }

  private static void compare(RealBorg borg) throws IOException, RefusedException {
    Random random = new Random(SEED);
    try (BorgOracle oracle = new BorgOracle(borg)) {
      int accepted = 0;
      for (String words : COMPRESSIONS) {
        List<byte[]> honest = new ArrayList<>();
        for (int size : SIZES) {
          byte[] plain = text(random, size);
          byte[] object = oracle.compress(words, plain);
          assertThat(accepted(object)).as("%s, %d bytes", words, size).isEqualTo(plain);
          honest.add(object);
        }
        accepted += mutate(oracle, words, new Mutations(random.nextLong(), honest));
      }
      assertThat(accepted).as("changed objects that were accepted").isPositive();
      System.out.printf(
          "borg %s: %d changed objects were tried, and it reads all %d that were accepted%n",
          borg.version(), MUTATIONS / COMPRESSIONS.size() * COMPRESSIONS.size(), accepted);
    }
  }

  /// How many were accepted.
  private static int mutate(BorgOracle oracle, String words, Mutations mutations)
      throws IOException {
    int count = 0;
    for (int i = 0; i < MUTATIONS / COMPRESSIONS.size(); i++) {
      byte[] object = mutations.next();
      byte[] ours;
      try {
        ours = accepted(object);
      } catch (RefusedException _) {
        continue;
      }
      count++;
      byte[] borgs = oracle.decompress(object).orElse(null);
      if (!Arrays.equals(ours, borgs)) {
        assertThat(borgs)
            .as("seed %d, %s: %s", SEED, words, HexFormat.of().formatHex(object))
            .isEqualTo(ours);
      }
    }
    return count;
  }

  private static byte[] accepted(byte[] object) throws RefusedException {
    return Decompression.decompress(ByteBuffer.wrap(object), PLAIN_BYTES_MAX);
  }

  /// Words that come again, and letters between them.
  private static byte[] text(Random random, int size) {
    byte[][] words = new byte[30][];
    for (int i = 0; i < words.length; i++) {
      words[i] = new byte[3 + random.nextInt(27)];
      random.nextBytes(words[i]);
    }
    ByteBuffer text = ByteBuffer.allocate(size);
    while (text.hasRemaining()) {
      byte[] word =
          random.nextInt(5) == 0
              ? new byte[] {(byte) ('a' + random.nextInt(8))}
              : words[random.nextInt(words.length)];
      text.put(word, 0, Math.min(word.length, text.remaining()));
    }
    return text.array();
  }
}
