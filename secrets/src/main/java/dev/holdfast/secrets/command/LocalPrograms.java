package dev.holdfast.secrets.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Runs programs as children of this process. One virtual thread for each reads its output and ends
/// with it: when the deadline passes, the child is killed and the pipe closed, which wakes it.
public final class LocalPrograms implements Programs {
  private static final int BUFFER_BYTES = 8192;

  @Override
  public Ending run(List<String> words, Duration deadline, int outputBytesMax) throws IOException {
    var process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var ending = new ArrayBlockingQueue<Ending>(1);
    Thread.ofVirtual()
        .name("output of a secret's command")
        .start(() -> ending.add(drain(process, outputBytesMax)));
    try {
      var ended = ending.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return ended == null ? new Ending.TookTooLong() : ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      kill(process);
    }
  }

  private static Ending drain(Process process, int bytesMax) {
    var collected = new byte[Math.min(BUFFER_BYTES, bytesMax + 1)];
    var length = 0;
    try (InputStream output = process.getInputStream()) {
      for (var n = 0; n >= 0; n = output.read(collected, length, collected.length - length)) {
        length += n;
        if (length > bytesMax) {
          return new Ending.PrintedTooMuch();
        }
        if (length == collected.length) {
          var larger = Arrays.copyOf(collected, Math.min(2 * length, bytesMax + 1));
          Arrays.fill(collected, (byte) 0);
          collected = larger;
        }
      }
      return new Ending.Exited(process.waitFor(), Arrays.copyOf(collected, length));
    } catch (IOException e) {
      return new Ending.TookTooLong();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending.TookTooLong();
    } finally {
      Arrays.fill(collected, (byte) 0);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
