package dev.holdfast.guard;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A conversation over a pair of streams of a real process or socket.
final class StreamDuplex implements Duplex, ByteSource, ByteSink {
  private static final int CHUNK_BYTES = 64 * 1024;

  /// Something to do that may fail.
  interface Step {
    void run() throws IOException;
  }

  private final InputStream in;
  private final OutputStream out;
  private final Step end;
  private final Step close;

  StreamDuplex(InputStream in, OutputStream out, Step end, Step close) {
    this.in = in;
    this.out = out;
    this.end = end;
    this.close = close;
  }

  @Override
  public ByteSource source() {
    return this;
  }

  @Override
  public ByteSink sink() {
    return this;
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    int length = in.read(chunk);
    return length < 0 ? null : ByteBuffer.wrap(chunk, 0, length);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    out.write(copy);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void end() throws IOException {
    out.flush();
    end.run();
  }

  @Override
  public void close() {
    try {
      close.run();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
