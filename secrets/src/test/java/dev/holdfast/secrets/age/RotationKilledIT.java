package dev.holdfast.secrets.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 while a new identity is made, at moments that nobody chose.
class RotationKilledIT {
  private static final int KILLS = 6;
  private static final int MILLIS_MAX = 120;

  @TempDir private Path directory;

  @Test
  void whenever_it_dies_every_secret_opens_and_the_next_rotation_ends_with_one_identity()
      throws Exception {
    var age = RotationLoop.open(directory);
    age.keep("a", Secret.ofText("1"));
    age.keep("large", Secret.takeOver(new byte[300_000]));
    var random = new Random(1);
    for (var kill = 0; kill < KILLS; kill++) {
      killWhileRotating(random.nextInt(MILLIS_MAX));

      assertThat(age.names()).containsExactly("a", "large");
      assertThat(age.find("a").map(Bytes::textOf)).contains("1");
      assertThat(age.rotateIdentity()).isEqualTo(2);
      assertThat(Files.readAllLines(directory.resolve("identity.txt"))).hasSize(2);
    }
  }

  private void killWhileRotating(int millis) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RotationLoop.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("rotated");
      Thread.sleep(millis);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
