package dev.holdfast.remote.local;

import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Chunks from a pipe of a local process.
final class PipeSource implements ByteSource {
  private static final int CHUNK_BYTES = 64 << 10;

  private final InputStream pipe;
  private volatile boolean closed;

  PipeSource(InputStream pipe) {
    this.pipe = pipe;
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException {
    var bytes = new byte[CHUNK_BYTES];
    var count = pipe.read(bytes);
    if (closed) {
      throw new IOException("the stream was closed on this side");
    }
    return count < 0 ? null : ByteBuffer.wrap(bytes, 0, count);
  }

  void close() {
    closed = true;
  }
}
