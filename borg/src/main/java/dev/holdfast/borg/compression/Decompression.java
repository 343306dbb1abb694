package dev.holdfast.borg.compression;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;

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
    ByteBuffer plain = decompress(compressed, plainBytesMax, new Room());
    byte[] copy = new byte[plain.remaining()];
    plain.get(plain.position(), copy);
    return copy;
  }

  /// The same for whoever does it often.
  ///
  /// @param room where the plain bytes may go; they hold until it is used again
  /// @return a view of the room, or of the compressed bytes where nothing had to be undone
  public static ByteBuffer decompress(ByteBuffer compressed, int plainBytesMax, Room room)
      throws RefusedException {
    return decompress(compressed, plainBytesMax, room, true);
  }

  private static ByteBuffer decompress(
      ByteBuffer in, int plainBytesMax, Room room, boolean mayBeObfuscated)
      throws RefusedException {
    if (in.remaining() < HEADER_BYTES) {
      throw RefusedException.malformed("an object is too short for a compression header");
    }
    int header = in.getShort(in.position()) & 0xffff;
    ByteBuffer body = in.slice(in.position() + HEADER_BYTES, in.remaining() - HEADER_BYTES);
    return switch (header) {
      case 0x0000 -> stored(body, plainBytesMax);
      case 0x0100 -> Lz4Block.decompress(body, plainBytesMax, room);
      case 0x0200 -> Xz.decompress(body, plainBytesMax, room);
      case 0x0300 -> ZstdFrame.decompress(body, plainBytesMax, room);
      case 0x0400 -> obfuscated(in, plainBytesMax, room, mayBeObfuscated);
      default -> {
        if (!Zlib.begins(header)) {
          throw new RefusedException(
              Refusal.UNSUPPORTED, "an object has the unknown compression %04x".formatted(header));
        }
        yield Zlib.decompress(in, plainBytesMax, room);
      }
    };
  }

  private static ByteBuffer stored(ByteBuffer body, int plainBytesMax) throws RefusedException {
    if (body.remaining() > plainBytesMax) {
      throw tooLarge(plainBytesMax);
    }
    return body;
  }

  private static ByteBuffer obfuscated(
      ByteBuffer in, int plainBytesMax, Room room, boolean mayBeObfuscated)
      throws RefusedException {
    if (!mayBeObfuscated || in.remaining() < OBFUSCATED_HEADER_BYTES) {
      throw RefusedException.malformed("an obfuscated object is nested or cut short");
    }
    int innerBytes = in.getInt(in.position() + HEADER_BYTES);
    int from = in.position() + OBFUSCATED_HEADER_BYTES;
    if (innerBytes < 0 || innerBytes > in.limit() - from) {
      throw RefusedException.malformed("an obfuscated object claims more bytes than it has");
    }
    return decompress(in.slice(from, innerBytes), plainBytesMax, room, false);
  }

  static RefusedException tooLarge(int plainBytesMax) {
    return new RefusedException(
        Refusal.TOO_LARGE, "an object decompresses to more than " + plainBytesMax + " bytes");
  }
}
