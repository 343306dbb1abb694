package dev.holdfast.remote.local;

import dev.holdfast.wire.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The standard input of a local process.
final class PipeSink implements ByteSink {
  private final OutputStream pipe;

  PipeSink(OutputStream pipe) {
    this.pipe = pipe;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray()) {
      pipe.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
    } else {
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      pipe.write(copy);
    }
  }

  @Override
  public void flush() throws IOException {
    pipe.flush();
  }

  @Override
  public void end() throws IOException {
    pipe.close();
  }
}
