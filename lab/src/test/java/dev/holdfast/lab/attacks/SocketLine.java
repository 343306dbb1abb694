package dev.holdfast.lab.attacks;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The attacker's end of a single-use socket.
final class SocketLine implements Duplex, ByteSource, ByteSink {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final SocketChannel channel;

  private SocketLine(SocketChannel channel) {
    this.channel = channel;
  }

  static SocketLine connect(Path socket) throws IOException {
    return new SocketLine(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
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
    var chunk = ByteBuffer.allocate(CHUNK_BYTES);
    return channel.read(chunk) < 0 ? null : chunk.flip();
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void end() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
