package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real Borg of this machine: its own, or that of the Debian 13 root which `./test` builds.
///
/// Both see the same `/tmp` and `/run`, so tests keep their repositories, data and sockets there;
/// see [Debian13].
public final class RealBorg {
  private static final int RUN_SECONDS_MAX = 120;

  private final List<String> command;
  private final String version;

  private RealBorg(List<String> command) {
    this.command = command;
    String said = Tool.run(words("--version")).strip();
    this.version = said.substring(said.lastIndexOf(' ') + 1);
  }

  /// What a Borg said and how it ended.
  public record Outcome(int exitCode, String output, String errors) {}

  /// The Borg of this machine's own package.
  public static RealBorg system() {
    return new RealBorg(List.of("borg"));
  }

  /// Borg 1.4 of Debian 13.
  ///
  /// @throws IllegalStateException if the root has not been built
  public static RealBorg debian13() {
    return new RealBorg(Debian13.words("borg"));
  }

  /// Both, the older first.
  public static List<RealBorg> all() {
    return List.of(system(), debian13());
  }

  /// For example `1.4.0`.
  public String version() {
    return version;
  }

  /// The words that start this Borg with these arguments, for whoever starts processes himself.
  public List<String> words(String... arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(arguments));
    return words;
  }

  /// The words that start the Python which runs this Borg, seeing nothing but what came with it.
  public List<String> pythonWords(String... arguments) {
    List<String> words = new ArrayList<>(command.subList(0, command.size() - 1));
    words.addAll(List.of("/usr/bin/python3", "-I"));
    words.addAll(List.of(arguments));
    return words;
  }

  /// Variables under which Borg asks nothing and keeps its caches, keys and security notes here.
  ///
  /// @param home a directory below `/tmp`
  public static Map<String, String> environment(Path home, String passphrase) {
    return Map.of(
        "BORG_BASE_DIR", home.toString(),
        "HOME", home.toString(),
        "BORG_PASSPHRASE", passphrase,
        "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes",
        "BORG_RELOCATED_REPO_ACCESS_IS_OK", "yes",
        "TZ", "UTC",
        "LC_ALL", "C.UTF-8");
  }

  /// Runs it to its end, whatever that is.
  ///
  /// @throws IllegalStateException if it takes longer than two minutes
  public Outcome run(Map<String, String> environment, String... arguments) {
    return run(environment, words(arguments));
  }

  /// Runs it to its end in a directory below `/tmp`; a change of root would forget any other way.
  ///
  /// @throws IllegalStateException if it takes longer than two minutes
  public Outcome runIn(Path directory, Map<String, String> environment, String... arguments) {
    List<String> words = words(arguments);
    words.addAll(command.size() - 1, List.of("env", "-C", directory.toString()));
    return run(environment, words);
  }

  private static Outcome run(Map<String, String> environment, List<String> words) {
    try {
      Path output = Files.createTempFile("borg", ".out");
      Path errors = Files.createTempFile("borg", ".err");
      try {
        int exitCode = exitCode(environment, output, errors, words);
        return new Outcome(exitCode, Files.readString(output), Files.readString(errors));
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while borg ran", e);
    }
  }

  /// Runs it to its end, which must be a good one.
  ///
  /// @return what it printed
  /// @throws IllegalStateException with its own words if it fails, warnings included
  public String succeed(Map<String, String> environment, String... arguments) {
    Outcome outcome = run(environment, arguments);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          "borg " + String.join(" ", arguments) + " ended with " + outcome);
    }
    return outcome.output();
  }

  private static int exitCode(
      Map<String, String> environment, Path output, Path errors, List<String> words)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException(
          "borg took longer than " + RUN_SECONDS_MAX + " s and was killed: " + words);
    }
    return process.exitValue();
  }
}
