package dev.holdfast.guard;

import dev.holdfast.wire.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Writes whole frames, one after the other, whoever has one to write.
final class FrameSink {
  private final ByteSink sink;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean ended;

  FrameSink(ByteSink sink) {
    this.sink = sink;
  }

  /// Does nothing once the sink was ended.
  void write(List<ByteBuffer> frame) throws IOException {
    writing.lock();
    try {
      if (!ended) {
        for (ByteBuffer part : frame) {
          sink.write(part);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  void flush() throws IOException {
    writing.lock();
    try {
      if (!ended) {
        sink.flush();
      }
    } finally {
      writing.unlock();
    }
  }

  void end() throws IOException {
    writing.lock();
    try {
      if (!ended) {
        ended = true;
        sink.end();
      }
    } finally {
      writing.unlock();
    }
  }
}
