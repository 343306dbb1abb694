package dev.holdfast.borg.compression;

import dev.holdfast.borg.RefusedException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.nio.ByteBuffer;

/// One Zstandard frame that says how large it becomes, as Borg's always do.
final class ZstdFrame {
  /// The least and the most that one block has: its header and a byte, repeated so often.
  private static final int BLOCK_BYTES_MIN = 4;

  private static final int BLOCK_PLAIN_BYTES_MAX = 128 * 1024;

  private ZstdFrame() {}

  static ByteBuffer decompress(ByteBuffer frame, int plainBytesMax, Room room)
      throws RefusedException {
    int from = frame.arrayOffset() + frame.position();
    try {
      long claimed = ZstdDecompressor.getDecompressedSize(frame.array(), from, frame.remaining());
      if (claimed < 0) {
        throw RefusedException.malformed("a zstd frame does not say how large it becomes");
      }
      if (claimed > plainBytesMax) {
        throw Decompression.tooLarge(plainBytesMax);
      }
      long blocksMax = 1L + frame.remaining() / BLOCK_BYTES_MIN;
      if (claimed > blocksMax * BLOCK_PLAIN_BYTES_MAX) {
        throw malformed();
      }
      int size = (int) claimed;
      byte[] plain = room.atLeast(size);
      int written =
          new ZstdDecompressor().decompress(frame.array(), from, frame.remaining(), plain, 0, size);
      if (written == size) {
        return ByteBuffer.wrap(plain, 0, size).slice();
      }
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static RefusedException malformed() {
    return RefusedException.malformed("a zstd frame is damaged");
  }
}
