package dev.holdfast.borg.compression;

import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;

/// The chunks of LZMA2, each of which says how large it is and how large it becomes.
final class Lzma2Chunks {
  private static final int STORED_MAX = 2;
  private static final int COMPRESSED = 0x80;
  private static final int WITH_PROPERTIES = 0xc0;
  private static final int SIZE_MASK = 0x1f;

  private Lzma2Chunks() {}

  /// Walks them to their end, decompressing nothing, so that exactly the needed memory is taken
  /// afterwards.
  ///
  /// @param in left behind the last of them
  static int plainBytes(ByteBuffer in, int plainBytesMax) throws RefusedException {
    int total = 0;
    int control = next(in);
    while (control != 0) {
      if (control < COMPRESSED && control > STORED_MAX) {
        throw RefusedException.malformed("an xz stream holds a chunk of no known kind");
      }
      int size = 1 + nextTwo(in);
      if (control < COMPRESSED) {
        skip(in, size);
      } else {
        size += (control & SIZE_MASK) << 16;
        skip(in, 1 + nextTwo(in) + (control < WITH_PROPERTIES ? 0 : 1));
      }
      total += size;
      if (total > plainBytesMax) {
        throw Decompression.tooLarge(plainBytesMax);
      }
      control = next(in);
    }
    return total;
  }

  private static int nextTwo(ByteBuffer in) throws RefusedException {
    return next(in) << 8 | next(in);
  }

  private static int next(ByteBuffer in) throws RefusedException {
    skip(in, 1);
    return in.get(in.position() - 1) & 0xff;
  }

  private static void skip(ByteBuffer in, int bytes) throws RefusedException {
    if (bytes > in.remaining()) {
      throw RefusedException.malformed("an xz stream is cut short");
    }
    in.position(in.position() + bytes);
  }
}
