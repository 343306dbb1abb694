package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server while it runs, and the file that it logs to.
record Daemon(Process process, Path log) {
  private static final int STEP_MILLIS = 20;

  /// Starts it; all that it says goes to the log.
  static Daemon start(List<String> words, Path log) throws IOException {
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    return new Daemon(process, log);
  }

  /// Waits until it has logged this; false if it ends before, or takes longer.
  boolean says(String words, Duration deadline) {
    try {
      for (long waited = 0; waited < deadline.toMillis(); waited += STEP_MILLIS) {
        if (said().contains(words)) {
          return true;
        }
        if (process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /// Everything that it has logged so far.
  String said() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
