package dev.holdfast.borg.repository;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real `borg serve` as a child process. Whoever still waits for it after a minute is woken.
final class ServeProcess implements Duplex {
  private static final int SECONDS_MAX = 60;

  private final Process process;
  private final InputStream output;
  private final OutputStream input;
  private volatile boolean ended;

  ServeProcess(List<String> words, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    process = builder.start();
    output = process.getInputStream();
    input = process.getOutputStream();
    var _ = process.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).exceptionally(this::kill);
  }

  private Process kill(Throwable late) {
    return process.destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public ByteSource source() {
    return this::next;
  }

  private @Nullable ByteBuffer next() throws IOException {
    byte[] chunk = new byte[64 * 1024];
    int count = output.read(chunk);
    return count < 0 ? null : ByteBuffer.wrap(chunk, 0, count);
  }

  @Override
  public ByteSink sink() {
    return new ByteSink() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        input.write(copy);
      }

      @Override
      public void flush() throws IOException {
        input.flush();
      }

      @Override
      public void end() throws IOException {
        ended = true;
        input.close();
      }
    };
  }

  /// A process that was told to end in order is not killed while it does.
  @Override
  public void close() {
    if (!ended) {
      process.destroy();
    }
  }
}
