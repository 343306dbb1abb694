package dev.holdfast.borg.compression;

import dev.holdfast.borg.RefusedException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;

/// A bare LZ4 block, which does not say how large it becomes.
final class Lz4Block {
  private static final int LENGTH_CONTINUES = 15;
  private static final int MATCH_BYTES_MIN = 4;
  private static final int OFFSET_BYTES = 2;

  private Lz4Block() {}

  static ByteBuffer decompress(ByteBuffer block, int plainBytesMax, Room room)
      throws RefusedException {
    int size = plainBytes(block.duplicate(), plainBytesMax);
    byte[] plain = room.atLeast(size);
    try {
      int written =
          new Lz4Decompressor()
              .decompress(
                  block.array(),
                  block.arrayOffset() + block.position(),
                  block.remaining(),
                  plain,
                  0,
                  size);
      if (written == size) {
        return ByteBuffer.wrap(plain, 0, size).slice();
      }
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed();
    }
    throw malformed();
  }

  /// Walks the sequences, copying nothing, so that exactly the needed memory is taken afterwards.
  private static int plainBytes(ByteBuffer in, int plainBytesMax) throws RefusedException {
    long total = 0;
    while (in.hasRemaining()) {
      int token = in.get() & 0xff;
      long literals = length(in, token >>> 4, plainBytesMax);
      if (literals > in.remaining()) {
        throw malformed();
      }
      in.position(in.position() + (int) literals);
      total += literals;
      if (in.hasRemaining()) {
        if (in.remaining() < OFFSET_BYTES) {
          throw malformed();
        }
        in.position(in.position() + OFFSET_BYTES);
        total += MATCH_BYTES_MIN + length(in, token & 0xf, plainBytesMax);
      }
      if (total > plainBytesMax) {
        throw Decompression.tooLarge(plainBytesMax);
      }
    }
    return (int) total;
  }

  private static long length(ByteBuffer in, int nibble, int plainBytesMax) throws RefusedException {
    long length = nibble;
    int more = nibble == LENGTH_CONTINUES ? 255 : 0;
    while (more == 255) {
      if (!in.hasRemaining()) {
        throw malformed();
      }
      more = in.get() & 0xff;
      length += more;
      if (length > plainBytesMax) {
        throw Decompression.tooLarge(plainBytesMax);
      }
    }
    return length;
  }

  private static RefusedException malformed() {
    return RefusedException.malformed("an lz4 block is damaged");
  }
}
