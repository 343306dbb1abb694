package dev.holdfast.borg.compression;

import dev.holdfast.borg.RefusedException;
import java.io.ByteArrayOutputStream;
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

  static byte[] decompress(ByteBuffer stream, int plainBytesMax) throws RefusedException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] step = new byte[STEP_BYTES];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stream.duplicate());
      while (!inflater.finished()) {
        int written = inflater.inflate(step);
        if (written == 0 && !inflater.finished()) {
          throw RefusedException.malformed("a zlib stream is cut short");
        }
        if (written > plainBytesMax - plain.size()) {
          throw Decompression.tooLarge(plainBytesMax);
        }
        plain.write(step, 0, written);
      }
    } catch (DataFormatException e) {
      throw RefusedException.malformed("a zlib stream is damaged");
    } finally {
      inflater.end();
    }
    return plain.toByteArray();
  }
}
