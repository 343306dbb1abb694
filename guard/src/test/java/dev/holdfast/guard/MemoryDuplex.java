package dev.holdfast.guard;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.ConnectionLostException;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Two ends of a conversation in memory. Each direction holds only so many bytes, so that peers
/// which do not listen make the other wait, as real ones do.
final class MemoryDuplex implements Duplex {
  /// Both ends.
  record Pair(MemoryDuplex left, MemoryDuplex right) {}

  private final Pipe in;
  private final Pipe out;

  private MemoryDuplex(Pipe in, Pipe out) {
    this.in = in;
    this.out = out;
  }

  static Pair pair(int capacityBytes) {
    Pipe one = new Pipe(capacityBytes);
    Pipe two = new Pipe(capacityBytes);
    return new Pair(new MemoryDuplex(one, two), new MemoryDuplex(two, one));
  }

  @Override
  public ByteSource source() {
    return in;
  }

  @Override
  public ByteSink sink() {
    return out;
  }

  /// Our own waiting ends with an error; the peer sees an end.
  @Override
  public void close() {
    in.abandon();
    out.finish();
    out.abandonWriters();
  }

  /// The peer cannot write any more, but we can.
  void stopListening() {
    in.abandon();
  }

  /// The connection dies under both.
  void breakDown() {
    in.lose();
    out.lose();
  }

  private static final class Pipe implements ByteSource, ByteSink {
    private final int capacityBytes;
    private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
    private int held;
    private boolean ended;
    private boolean readerGone;
    private boolean writerGone;
    private boolean lost;

    Pipe(int capacityBytes) {
      this.capacityBytes = capacityBytes;
    }

    @Override
    public synchronized @Nullable ByteBuffer next() throws IOException {
      while (chunks.isEmpty() && !ended && !readerGone && !lost) {
        pause();
      }
      if (lost) {
        throw new ConnectionLostException("the connection is gone");
      }
      if (readerGone) {
        throw new IOException("closed");
      }
      ByteBuffer chunk = chunks.poll();
      held -= chunk == null ? 0 : chunk.remaining();
      notifyAll();
      return chunk;
    }

    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        while (held >= capacityBytes && !readerGone && !writerGone && !lost) {
          pause();
        }
        if (readerGone || writerGone || lost || ended) {
          throw new IOException("nobody listens any more");
        }
        byte[] copy = new byte[Math.min(bytes.remaining(), capacityBytes - held)];
        bytes.get(copy);
        chunks.add(ByteBuffer.wrap(copy));
        held += copy.length;
        notifyAll();
      }
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop
    private void pause() throws IOException {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void end() {
      finish();
    }

    synchronized void finish() {
      ended = true;
      notifyAll();
    }

    synchronized void abandon() {
      readerGone = true;
      notifyAll();
    }

    synchronized void abandonWriters() {
      writerGone = true;
      notifyAll();
    }

    synchronized void lose() {
      lost = true;
      notifyAll();
    }
  }
}
