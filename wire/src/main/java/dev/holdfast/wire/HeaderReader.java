package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Takes chunks as they come, and reads one header after the other from them. The bytes that follow
/// a header are the caller's to take.
///
/// Not for several threads.
final class HeaderReader {
  private static final int HEADER_BYTES_MAX = 9;

  private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
  private final ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES_MAX).limit(1);
  private int tag;
  private long number;
  private long offset;

  /// Takes a chunk over: its bytes must not change any more.
  void feed(ByteBuffer chunk) {
    if (chunk.hasRemaining()) {
      chunks.addLast(chunk);
    }
  }

  /// Goes on to the end of the next header; false until more is fed.
  boolean advance() throws WireException {
    while (head.hasRemaining()) {
      ByteBuffer chunk = chunks.peekFirst();
      if (chunk == null) {
        return false;
      }
      head.put(chunk.get());
      taken(chunk, 1);
      if (head.position() == 1) {
        head.limit(1 + Tag.extraBytes(head.get(0) & 0xff, offset - 1));
      }
    }
    tag = head.get(0) & 0xff;
    number = Tag.number(head);
    head.clear().limit(1);
    return true;
  }

  /// The first byte of the header.
  int tag() {
    return tag;
  }

  /// What the header says besides.
  long number() {
    return number;
  }

  /// What was fed and not read; nothing until more is fed.
  @Nullable ByteBuffer chunk() {
    return chunks.peekFirst();
  }

  /// The caller has read so many bytes of [#chunk].
  void taken(ByteBuffer chunk, int bytes) {
    offset += bytes;
    if (!chunk.hasRemaining()) {
      chunks.removeFirst();
    }
  }

  /// Whether all that was fed is read.
  boolean isStarved() {
    return chunks.isEmpty();
  }

  /// Whether a header is half read.
  boolean isWithin() {
    return head.position() > 0;
  }

  /// Forgets what was fed and not read.
  void clear() {
    chunks.clear();
  }

  /// Bytes of the stream that have been read.
  long offset() {
    return offset;
  }
}
