package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Runs a small program of the machine to its end and gives back what it printed.
public final class Tool {
  private Tool() {}

  /// Runs it with these variables besides our own; it gets no input.
  ///
  /// @throws IllegalStateException with the program's words if it fails
  public static String run(Map<String, String> variables, List<String> words) {
    try {
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().putAll(variables);
      var process = builder.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", words) + " failed: " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + words.getFirst(), e);
    }
  }

  /// The same with our own variables alone.
  public static String run(List<String> words) {
    return run(Map.of(), words);
  }

  /// The same, written shorter.
  public static String run(String... words) {
    return run(List.of(words));
  }
}
