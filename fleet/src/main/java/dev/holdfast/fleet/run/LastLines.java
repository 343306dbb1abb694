package dev.holdfast.fleet.run;

import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Reads a stream to its end and keeps its last bytes, so that the writer never stops for want of a
/// reader. Safe for several threads.
final class LastLines {
  static final int BYTES_MAX = 8 * 1024;

  private final byte[] ring = new byte[BYTES_MAX];
  private long seen;

  /// Reads until the end; a lost stream ends it too.
  ///
  /// @param also hears the same bytes
  private void drain(ByteSource source, Consumer<ByteBuffer> also) {
    try {
      for (var chunk = source.next(); chunk != null; chunk = source.next()) {
        also.accept(chunk.duplicate());
        while (chunk.hasRemaining()) {
          add(chunk.get());
        }
      }
    } catch (IOException _) {
      // The end of the process tells more than the loss of its log.
    }
  }

  /// Reads until the end, then tells what it kept.
  LastLines drained(ByteSource source) {
    return drained(source, _ -> {});
  }

  /// The same, for somebody who wants to hear all of it.
  LastLines drained(ByteSource source, Consumer<ByteBuffer> also) {
    drain(source, also);
    return this;
  }

  private synchronized void add(byte b) {
    ring[(int) (seen++ % BYTES_MAX)] = b;
  }

  /// Everything kept, oldest first.
  synchronized String text() {
    var length = (int) Math.min(seen, BYTES_MAX);
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((seen - length + i) % BYTES_MAX)];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The last line that is not blank.
  String last() {
    return text().lines().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("");
  }
}
