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

  private Xz() {}

  static byte[] decompress(ByteBuffer stream, int plainBytesMax) throws RefusedException {
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            stream.array(), stream.arrayOffset() + stream.position(), stream.remaining());
    try (SingleXZInputStream xz = new SingleXZInputStream(in, MEMORY_KIB_MAX)) {
      byte[] plain = xz.readNBytes(plainBytesMax);
      if (xz.read() != -1) {
        throw Decompression.tooLarge(plainBytesMax);
      }
      return plain;
    } catch (MemoryLimitException e) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "an xz stream needs more than " + MEMORY_KIB_MAX + " KiB to decompress");
    } catch (IOException e) {
      throw RefusedException.malformed("an xz stream is damaged");
    }
  }
}
