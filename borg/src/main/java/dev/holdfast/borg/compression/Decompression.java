package dev.holdfast.borg.compression;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Undoes what Borg's compressors did, by the header that each of them leaves.
public final class Decompression {
  private static final int HEADER_BYTES = 2;
  private static final int OBFUSCATED_HEADER_BYTES = HEADER_BYTES + Integer.BYTES;

  private Decompression() {}

  /// The plain bytes.
  ///
  /// @param compressed starts with the header of a compressor, from its position to its limit;
  ///   backed by an accessible array; left unchanged
  /// @param plainBytesMax the most that may come out
  /// @throws RefusedException if it is malformed, unknown, or larger than the bound
  public static byte[] decompress(ByteBuffer compressed, int plainBytesMax)
      throws RefusedException {
    return decompress(compressed, plainBytesMax, true);
  }

  private static byte[] decompress(ByteBuffer in, int plainBytesMax, boolean mayBeObfuscated)
      throws RefusedException {
    if (in.remaining() < HEADER_BYTES) {
      throw RefusedException.malformed("an object is too short for a compression header");
    }
    int header = in.getShort(in.position()) & 0xffff;
    ByteBuffer body = in.slice(in.position() + HEADER_BYTES, in.remaining() - HEADER_BYTES);
    return switch (header) {
      case 0x0000 -> stored(body, plainBytesMax);
      case 0x0100 -> Lz4Block.decompress(body, plainBytesMax);
      case 0x0200 -> Xz.decompress(body, plainBytesMax);
      case 0x0300 -> ZstdFrame.decompress(body, plainBytesMax);
      case 0x0400 -> obfuscated(in, plainBytesMax, mayBeObfuscated);
      default -> {
        if (!Zlib.begins(header)) {
          throw new RefusedException(
              Refusal.UNSUPPORTED, "an object has the unknown compression %04x".formatted(header));
        }
        yield Zlib.decompress(in, plainBytesMax);
      }
    };
  }

  private static byte[] stored(ByteBuffer body, int plainBytesMax) throws RefusedException {
    if (body.remaining() > plainBytesMax) {
      throw tooLarge(plainBytesMax);
    }
    int from = body.arrayOffset() + body.position();
    return Arrays.copyOfRange(body.array(), from, from + body.remaining());
  }

  private static byte[] obfuscated(ByteBuffer in, int plainBytesMax, boolean mayBeObfuscated)
      throws RefusedException {
    if (!mayBeObfuscated || in.remaining() < OBFUSCATED_HEADER_BYTES) {
      throw RefusedException.malformed("an obfuscated object is nested or cut short");
    }
    int innerBytes = in.getInt(in.position() + HEADER_BYTES);
    int from = in.position() + OBFUSCATED_HEADER_BYTES;
    if (innerBytes < 0 || innerBytes > in.limit() - from) {
      throw RefusedException.malformed("an obfuscated object claims more bytes than it has");
    }
    return decompress(in.slice(from, innerBytes), plainBytesMax, false);
  }

  static RefusedException tooLarge(int plainBytesMax) {
    return new RefusedException(
        Refusal.TOO_LARGE, "an object decompresses to more than " + plainBytesMax + " bytes");
  }
}
