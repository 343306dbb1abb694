package dev.holdfast.secrets.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the real age tool, both ways.
class AgeToolIT {
  @TempDir private Path directory;

  private AgeSecrets age() throws IOException {
    return new AgeSecrets(
        directory.resolve("secrets.age"),
        directory.resolve("identity.txt"),
        new PrivateFiles(PrivateFiles.ownUid()),
        Thread::onSpinWait);
  }

  private String run(String... words) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Arrays.toString(words)).isZero();
    return output;
  }

  @Test
  void age_decrypts_what_holdfast_keeps() throws Exception {
    age().keep("web1/passphrase", Secret.ofText("correct horse"));

    assertThat(run("age", "-d", "-i", "identity.txt", "secrets.age"))
        .isEqualTo("{\"web1/passphrase\":\"Y29ycmVjdCBob3JzZQ==\"}");
    assertThat(run("age-keygen", "-y", "identity.txt").strip())
        .isEqualTo(Files.readAllLines(directory.resolve("identity.txt")).getFirst().substring(14));
  }

  @Test
  void holdfast_opens_and_extends_what_age_encrypted() throws Exception {
    run("age-keygen", "-o", "identity.txt");
    var recipient = run("age-keygen", "-y", "identity.txt").strip();
    Files.writeString(directory.resolve("plain"), "{\"a\": \"Yg==\"}\n");
    for (var format : Stream.of("", "-a").toList()) {
      run(
          Stream.of("age", format, "-r", recipient, "-o", "secrets.age", "plain")
              .filter(word -> !word.isEmpty())
              .toArray(String[]::new));
      assertThat(age().find("a").map(Bytes::textOf)).contains("b");
    }

    age().keep("c", Secret.ofText("d"));
    assertThat(run("age", "-d", "-i", "identity.txt", "secrets.age"))
        .isEqualTo("{\"a\":\"Yg==\",\"c\":\"ZA==\"}");
  }

  @Test
  void a_large_store_has_many_chunks() throws Exception {
    age().keep("large", Secret.takeOver(new byte[300_000]));

    assertThat(run("age", "-d", "-i", "identity.txt", "secrets.age")).hasSize(400_012);
    assertThat(age().find("large").map(s -> s.use(bytes -> bytes.length))).contains(300_000);
  }
}
