package dev.holdfast.secrets.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Runs programs on the controller.
public interface Programs {
  /// Runs a program to its end; its standard input is empty, its standard error is thrown away.
  ///
  /// @param words the program and its arguments
  /// @param deadline after this it is killed
  /// @param outputBytesMax after this much output it is killed
  /// @throws IOException if it cannot be started
  Ending run(List<String> words, Duration deadline, int outputBytesMax) throws IOException;

  /// How a program ended.
  sealed interface Ending {
    /// By itself.
    final class Exited implements Ending {
      private final int status;
      private final byte[] output;

      /// @param output taken over; whoever gets it zeroes it
      public Exited(int status, byte[] output) {
        this.status = status;
        this.output = output;
      }

      int status() {
        return status;
      }

      byte[] output() {
        return output;
      }
    }

    /// Killed at the deadline.
    record TookTooLong() implements Ending {}

    /// Killed because of its output.
    record PrintedTooMuch() implements Ending {}
  }
}
