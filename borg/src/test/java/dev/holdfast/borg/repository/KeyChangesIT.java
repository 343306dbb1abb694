package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.PaperKey;
import dev.holdfast.testkit.RealBorg;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Keys on paper and keys with a new passphrase are taken by real Borgs.
final class KeyChangesIT {
  private static final byte[] NEW_PASSPHRASE = "quite another".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  static Stream<Arguments> someModes() {
    return RealBorg.all().stream()
        .flatMap(borg ->
            Stream.of(KeyType.REPOKEY, KeyType.AUTHENTICATED_BLAKE2)
                .map(type -> Arguments.argumentSet(borg.version() + " " + type, borg, type)));
  }

  @ParameterizedTest
  @MethodSource("someModes")
  void a_key_gets_a_new_passphrase_and_comes_back_from_paper(RealBorg borg, KeyType type)
      throws Exception {
    RealRepository repository = RealRepository.init(borg, directory, type.borgName());
    String path = repository.path().toString();
    repository.create("archive");
    KeyText before = KeyText.parse(repository.exportedKey());
    assertThat(repository.run("key", "export", "--paper", path)).isEqualTo(PaperKey.text(before));
    Path typed = Files.writeString(directory.resolve("typed"), typing(before));

    KeyBlob after;
    try (var open = before.blob().open(RealRepository.passphrase())) {
      after = open.locked(NEW_PASSPHRASE, new byte[32], KeyBlob.ITERATIONS);
    }
    try (ServeClient client = ServeClient.openToWrite(repository.serve(), repository.opening())) {
      client.replaceKey(after);
      assertThat(KeyBlob.parse(client.loadKey()).fingerprint()).isEqualTo(after.fingerprint());
    }

    Map<String, String> old =
        RealBorg.environment(directory.resolve("home"), RealRepository.PASSPHRASE);
    Map<String, String> fresh = RealBorg.environment(directory.resolve("home"), "quite another");
    assertThat(borg.run(old, "list", path).exitCode()).isEqualTo(2);
    assertThat(borg.succeed(fresh, "list", "--short", path)).isEqualTo("archive\n");

    List<String> words = borg.words("key", "import", "--paper", path);
    var importing =
        new ProcessBuilder(words).redirectInput(typed.toFile()).redirectErrorStream(true);
    importing.environment().putAll(old);
    Process process = importing.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(repository.exportedKey()).isEqualTo(before.text());
    repository.run("check", "--verify-data", path);
  }

  /// Borg asks for what stands behind the colon of each line.
  private static String typing(KeyText key) {
    return PaperKey.lines(key).stream()
        .skip(1)
        .map(line -> line.substring(line.indexOf(':') + 2) + "\n")
        .reduce("", String::concat);
  }
}
