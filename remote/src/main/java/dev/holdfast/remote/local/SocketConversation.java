package dev.holdfast.remote.local;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// A conversation over a connected socket of this machine.
final class SocketConversation implements Duplex, ByteSource, ByteSink {
  private static final int CHUNK_BYTES = 64 << 10;

  private final SocketChannel channel;

  SocketConversation(SocketChannel channel) {
    this.channel = channel;
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
  public void flush() {
    // The kernel has everything already.
  }

  @Override
  public void end() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use in any case.
    }
  }
}
