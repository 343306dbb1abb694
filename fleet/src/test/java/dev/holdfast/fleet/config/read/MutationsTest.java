package dev.holdfast.fleet.config.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.config.tree.ConfigFormat;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is done to a right configuration: a fleet or an exception with places comes out.
class MutationsTest {
  private static final String PIECES = "{}[]:,\"'\\#&*!|>-?%@`\n\t \0=.éy1\uFEFF";

  @ParameterizedTest
  @CsvSource({
    "YAML, fleet.yaml, 1, 700",
    "TOML, fleet.toml, 2, 250",
    "TOML, borg-backup-remotely.toml, 3, 250"
  })
  void a_mutated_configuration_is_read_or_refused(
      ConfigFormat format, String example, long seed, int rounds) throws Exception {
    var right = Files.readAllBytes(Path.of("../docs/user/examples/" + example));
    var random = new Random(seed);
    var refused = 0;
    for (var round = 0; round < rounds; round++) {
      var mutated = mutated(right, random);
      var source =
          new ConfigSource("x", mutated, Optional.of(format), Optional.of("/etc/holdfast"));
      try {
        FleetParser.parse(source, _ -> DocumentedReferences.known(), new InlineSecrets());
      } catch (ConfigException e) {
        refused++;
        assertThat(e.faults())
            .isNotEmpty()
            .hasSizeLessThanOrEqualTo(101)
            .allSatisfy(fault -> assertThat(fault.line()).isPositive());
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", round " + round + ":\n" + new String(mutated, UTF_8), e);
      }
    }
    assertThat(refused).isGreaterThan(rounds / 3);
  }

  private static byte[] mutated(byte[] right, Random random) {
    var bytes = right;
    for (var i = random.nextInt(4); i >= 0; i--) {
      var at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(20)), "");
            case 1 -> spliced(bytes, at, at, piece(random));
            case 2 -> spliced(bytes, at, at, piece(random).repeat(random.nextInt(60)));
            case 3 -> {
              var from = random.nextInt(bytes.length);
              var to = Math.min(bytes.length, from + random.nextInt(120));
              yield spliced(bytes, at, at, new String(bytes, from, to - from, UTF_8));
            }
            default -> {
              var flipped = bytes.clone();
              flipped[at] ^= (byte) (1 << random.nextInt(8));
              yield flipped;
            }
          };
    }
    return bytes;
  }

  private static String piece(Random random) {
    var at = random.nextInt(PIECES.length());
    return PIECES.substring(at, at + 1);
  }

  private static byte[] spliced(byte[] bytes, int from, int to, String with) {
    var middle = with.getBytes(UTF_8);
    var result = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
