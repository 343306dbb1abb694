package dev.holdfast.remote.ssh;

import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Chunks that arrived on a channel and wait for their reader. The channel's window bounds it; as
/// that counts bytes only, small packets are joined, or each would cost many times its size.
final class Inbox implements ByteSource {
  static final int BLOCK_BYTES = 4096;

  /// Hears that the reader took a chunk.
  interface Taken {
    /// @param count bytes of the chunk
    /// @param waiting bytes that still wait for the reader
    void bytes(int count, long waiting) throws IOException;
  }

  private enum Ending {
    OPEN,
    ENDED,
    LOST,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Taken taken;
  private Ending ending = Ending.OPEN;
  private String why = "";
  private ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();
  private long waitingBytes;

  Inbox(Taken taken) {
    this.taken = taken;
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException {
    var chunk = take();
    if (chunk != null) {
      taken.bytes(chunk.remaining(), waitingBytes());
    }
    return chunk;
  }

  /// Adds a copy of the bytes: the packet they came in is decrypted in place and used again. A
  /// reader that sleeps is not woken before [#publish].
  void add(byte[] data, int offset, int length) {
    lock.lock();
    try {
      if (length > 0 && ending == Ending.OPEN) {
        var tail = chunks.peekLast();
        if (tail != null && tail.limit() + length <= BLOCK_BYTES) {
          append(data, offset, length);
        } else {
          chunks.add(ByteBuffer.wrap(Arrays.copyOfRange(data, offset, offset + length)));
        }
        waitingBytes += length;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes the reader, once for all that was added since the last time.
  void publish() {
    change(() -> {});
  }

  // Blocks double, so that what is handed over is never less than half full.
  private void append(byte[] data, int offset, int length) {
    var tail = chunks.removeLast();
    var filled = tail.limit();
    if (tail.capacity() < filled + length) {
      var size = Math.min(BLOCK_BYTES, Math.max(filled + length, 2 * filled));
      tail = ByteBuffer.wrap(Arrays.copyOf(tail.array(), size));
    }
    System.arraycopy(data, offset, tail.array(), filled, length);
    chunks.add(tail.limit(filled + length));
  }

  /// The peer ended its stream in order.
  void end() {
    finish(Ending.ENDED, "");
  }

  /// The stream will not go on and was not ended in order.
  void lose(String reason) {
    finish(Ending.LOST, reason);
  }

  /// Our side does not want more; waiting readers are woken.
  void close() {
    change(() -> {
      ending = Ending.CLOSED;
      chunks = new ArrayDeque<>();
      waitingBytes = 0;
    });
  }

  private void finish(Ending how, String reason) {
    change(() -> {
      if (ending == Ending.OPEN) {
        ending = how;
        why = reason;
      }
    });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long waitingBytes() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ByteBuffer take() throws IOException {
    lock.lock();
    try {
      while (chunks.isEmpty() && ending == Ending.OPEN) {
        changed.await();
      }
      var chunk = chunks.poll();
      if (chunk == null) {
        return atEnd();
      }
      waitingBytes -= chunk.remaining();
      return chunk;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for bytes", e);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ByteBuffer atEnd() throws IOException {
    return switch (ending) {
      case ENDED -> null;
      case LOST -> throw new ConnectionLostException(why);
      case CLOSED -> throw new IOException("the stream was closed on this side");
      case OPEN -> throw new IllegalStateException("an open stream has no end");
    };
  }
}
