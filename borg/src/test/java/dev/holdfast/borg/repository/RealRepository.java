package dev.holdfast.borg.repository;

import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A repository that a real Borg makes and serves.
final class RealRepository {
  static final String PASSPHRASE = "correct horse \u00e4\u2603";

  private final RealBorg borg;
  private final Path path;
  private final Map<String, String> environment;

  private RealRepository(RealBorg borg, Path path, Map<String, String> environment) {
    this.borg = borg;
    this.path = path;
    this.environment = environment;
  }

  static RealRepository init(RealBorg borg, Path directory, String mode) throws IOException {
    Path home = Files.createDirectories(directory.resolve("home"));
    Path source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "the same words again and again\n".repeat(5000));
    Files.writeString(source.resolve("b.txt"), "a file\n");
    Files.writeString(source.resolve("empty"), "");
    RealRepository made =
        new RealRepository(
            borg, directory.resolve("repository"), RealBorg.environment(home, PASSPHRASE));
    made.run("init", "--encryption", mode, made.path.toString());
    return made;
  }

  Path path() {
    return path;
  }

  String run(String... arguments) {
    return borg.succeed(environment, arguments);
  }

  /// In another time zone; what it logs is what it says.
  String runIn(String zone, String... arguments) {
    RealBorg.Outcome outcome = borg.run(environment(zone), arguments);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(String.valueOf(outcome));
    }
    return outcome.errors();
  }

  Map<String, String> environment(String zone) {
    Map<String, String> there = new HashMap<>(environment);
    there.put("TZ", zone);
    return there;
  }

  /// Makes an archive of three files.
  void create(String archive, String... options) {
    List<String> words = new ArrayList<>(List.of("create", "--comment", "made for a test"));
    words.addAll(Arrays.asList(options));
    words.add(path + "::" + archive);
    words.add(path.resolveSibling("source").toString());
    run(words.toArray(String[]::new));
  }

  /// The locked key as text.
  String exportedKey() throws IOException {
    Path file = path.resolveSibling("exported");
    Files.deleteIfExists(file);
    run("key", "export", path.toString(), file.toString());
    return Files.readString(file);
  }

  ServeProcess serve(String... options) throws IOException {
    List<String> words = new ArrayList<>(borg.words("serve"));
    words.addAll(Arrays.asList(options));
    return new ServeProcess(words, environment);
  }

  ServeClient open() throws IOException {
    return ServeClient.open(serve(), opening());
  }

  Opening opening() {
    return new Opening(path.toString(), true, Duration.ofSeconds(1));
  }

  static byte[] passphrase() {
    return PASSPHRASE.getBytes(StandardCharsets.UTF_8);
  }
}
