package dev.holdfast.borg.compression;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;

/// An .xz stream, which Borg writes for `lzma`.
final class Xz {
  /// Level 9, the highest that Borg offers, has a dictionary of 64 MiB.
  private static final int MEMORY_KIB_MAX = 80 * 1024;

  private static final int STEP_BYTES = 64 * 1024;

  private Xz() {}

  static ByteBuffer decompress(ByteBuffer stream, int plainBytesMax, Room room)
      throws RefusedException {
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            stream.array(), stream.arrayOffset() + stream.position(), stream.remaining());
    try (SingleXZInputStream xz = new SingleXZInputStream(in, MEMORY_KIB_MAX)) {
      int size = 0;
      while (true) {
        // One byte more than may be, so that too many are noticed.
        int step = Math.min(STEP_BYTES, plainBytesMax + 1 - size);
        byte[] plain = room.grown(size, size + step);
        int read = xz.read(plain, size, step);
        if (read < 0) {
          return ByteBuffer.wrap(plain, 0, size).slice();
        }
        size += read;
        if (size > plainBytesMax) {
          throw Decompression.tooLarge(plainBytesMax);
        }
      }
    } catch (MemoryLimitException e) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "an xz stream needs more than " + MEMORY_KIB_MAX + " KiB to decompress");
    } catch (IOException e) {
      throw RefusedException.malformed("an xz stream is damaged");
    }
  }
}
