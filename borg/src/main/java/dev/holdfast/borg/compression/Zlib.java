package dev.holdfast.borg.compression;

import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A bare zlib stream: the one compression of Borg 1.x without a header of its own.
final class Zlib {
  private static final int METHOD_MASK = 0x0f00;
  private static final int DEFLATE = 0x0800;
  private static final int CHECK_MODULUS = 31;
  private static final int STEP_BYTES = 64 * 1024;

  private Zlib() {}

  static boolean begins(int firstTwoBytes) {
    return (firstTwoBytes & METHOD_MASK) == DEFLATE && firstTwoBytes % CHECK_MODULUS == 0;
  }

  static ByteBuffer decompress(ByteBuffer stream, int plainBytesMax, Room room)
      throws RefusedException {
    int size = 0;
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stream.duplicate());
      byte[] plain = room.grown(size, STEP_BYTES, plainBytesMax + 1);
      while (!inflater.finished()) {
        // One byte more than may be, so that too many are noticed.
        int step = Math.min(STEP_BYTES, plainBytesMax + 1 - size);
        plain = room.grown(size, size + step, plainBytesMax + 1);
        int written = inflater.inflate(plain, size, step);
        if (written == 0 && !inflater.finished()) {
          throw RefusedException.malformed("a zlib stream is cut short");
        }
        size += written;
        if (size > plainBytesMax) {
          throw Decompression.tooLarge(plainBytesMax);
        }
      }
      return ByteBuffer.wrap(plain, 0, size).slice();
    } catch (DataFormatException e) {
      throw RefusedException.malformed("a zlib stream is damaged");
    } finally {
      inflater.end();
    }
  }
}
