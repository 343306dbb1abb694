package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lines of known_hosts as a scan of a hostile host may have left them.
@Timeout(60)
final class HostKeyPinsFuzzTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE4IEfCbxnAwbBnvE3pjZZBMVdROo1QOQHLuuzy5D+0f";
  private static final List<String> HONEST =
      List.of(
          "host " + KEY,
          "[host]:2222,*.example.org,!a.example.org " + KEY + " comment",
          "@cert-authority *?h?* " + KEY,
          "@revoked |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= " + KEY);
  private static final String PIECES = "*?!|@,[]: \t#AB=\\.\0\u00e4";

  @Test
  void any_line_is_read_or_refused_in_words() {
    var names = List.of(new HostName("host", 2222), new HostName("a.example.org", 22));
    var refused = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var line = mutated(HONEST.get(random.nextInt(HONEST.size())), random);
      try {
        for (var name : names) {
          assertThat(HostKeyPins.parse(List.of(line), name).algorithms()).isNotEmpty();
        }
      } catch (IllegalArgumentException e) {
        refused++;
        assertThat(e).as("seed %d", seed).hasMessageStartingWith("the known_hosts line");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + line, e);
      }
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }

  private static String mutated(String honest, Random random) {
    var text = new StringBuilder(honest);
    for (int spots = random.nextInt(1, 5); spots > 0; spots--) {
      var at = random.nextInt(Math.min(text.length(), 60));
      var piece = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, piece);
        case 1 -> text.insert(at, piece);
        case 2 -> text.insert(at, String.valueOf(piece).repeat(random.nextInt(40)));
        default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(30)));
      }
    }
    return text.toString();
  }
}
