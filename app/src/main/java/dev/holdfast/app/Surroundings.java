package dev.holdfast.app;

import dev.holdfast.secrets.file.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What the process finds around itself: the one place that reads the environment.
///
/// @param variable an environment variable; empty where it is not set
/// @param input standard input
/// @param out standard output
/// @param err standard error
/// @param home the user's home directory
/// @param root whether the user is root
record Surroundings(
    Function<String, Optional<String>> variable,
    InputStream input,
    PrintStream out,
    PrintStream err,
    Path home,
    boolean root) {
  private static final Duration PAUSE = Duration.ofMillis(20);

  /// Those of this process.
  static Surroundings ofProcess() {
    return new Surroundings(
        name -> Optional.ofNullable(System.getenv(name)),
        System.in,
        System.out,
        System.err,
        Path.of(System.getProperty("user.home", "/")),
        System.getProperty("user.name", "").equals("root"));
  }

  /// Who is at work, for records: whoever became root by sudo keeps his name.
  String user() {
    return variable.apply("SUDO_USER").orElse(System.getProperty("user.name", "unknown"));
  }

  /// Asks a person; no answer is no.
  boolean confirms(String question) {
    out.print(question);
    out.flush();
    try {
      var answer = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
      return "yes".equals(String.valueOf(answer.readLine()).strip());
    } catch (IOException _) {
      return false;
    }
  }

  /// The user that this process runs as.
  int uid() {
    try {
      return PrivateFiles.ownUid();
    } catch (IOException e) {
      throw new UncheckedIOException("/proc is not mounted, so the own user is not known", e);
    }
  }

  /// Waits a moment for another process.
  static void pause() {
    pause(PAUSE);
  }

  /// Waits; not to the end if the thread is interrupted.
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
