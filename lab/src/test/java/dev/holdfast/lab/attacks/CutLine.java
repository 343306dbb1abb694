package dev.holdfast.lab.attacks;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A conversation that breaks after so many bytes were said.
final class CutLine implements Duplex, ByteSink {
  private final Duplex line;
  private final long bytesMax;
  private long said;

  CutLine(Duplex line, long bytesMax) {
    this.line = line;
    this.bytesMax = bytesMax;
  }

  /// Bytes that were said until now.
  long said() {
    return said;
  }

  @Override
  public ByteSource source() {
    return line.source();
  }

  @Override
  public ByteSink sink() {
    return this;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    var all = bytes.remaining();
    var now = (int) Math.min(all, bytesMax - said);
    line.sink().write(bytes.duplicate().limit(bytes.position() + now));
    bytes.position(bytes.limit());
    said += now;
    if (now < all) {
      line.close();
      throw new EOFException("the machine is gone");
    }
  }

  @Override
  public void flush() throws IOException {
    line.sink().flush();
  }

  @Override
  public void end() throws IOException {
    line.sink().end();
  }

  @Override
  public void close() {
    line.close();
  }
}
