package dev.holdfast.remote.shell;

import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads a source line by line, with a limit on what one line may be.
final class Lines {
  private static final int LINE_BYTES_MAX = 4096;

  private final ByteSource source;
  private @Nullable ByteBuffer rest;

  Lines(ByteSource source) {
    this.source = source;
  }

  /// The next line without its end; empty once the source has ended. Longer lines are cut.
  Optional<String> next() throws IOException {
    var line = new StringBuilder();
    while (true) {
      var chunk = chunk();
      if (chunk == null) {
        return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
      }
      while (chunk.hasRemaining()) {
        var b = chunk.get();
        if (b == '\n') {
          return Optional.of(line.toString());
        }
        if (line.length() < LINE_BYTES_MAX) {
          line.append((char) (b & 0xff));
        }
      }
    }
  }

  /// The next line that fits, skipping others; empty once the source has ended.
  Optional<String> find(Predicate<String> wanted) throws IOException {
    for (var line = next(); line.isPresent(); line = next()) {
      if (wanted.test(line.get())) {
        return line;
      }
    }
    return Optional.empty();
  }

  private @Nullable ByteBuffer chunk() throws IOException {
    var chunk = rest;
    if (chunk == null || !chunk.hasRemaining()) {
      chunk = source.next();
      rest = chunk;
    }
    return chunk;
  }

  /// What is sent to a script.
  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
