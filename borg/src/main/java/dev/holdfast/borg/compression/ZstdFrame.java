package dev.holdfast.borg.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.util.Native;
import dev.holdfast.borg.RefusedException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// One Zstandard frame that says how large it becomes, as Borg's always do. The code that decides
/// what it means is Borg's own, libzstd; what Borg never writes is refused before.
///
/// Frames that are damaged in their bits are not read as the same bytes by all versions of libzstd.
/// So a second decoder, which demands that all bits are used up and none twice, must agree.
final class ZstdFrame {
  private static final int MAGIC = 0x28b52ffd;
  private static final int DESCRIPTOR_AT = Integer.BYTES;
  private static final int WINDOW_AT = DESCRIPTOR_AT + 1;
  private static final int SHORTEST_BYTES = WINDOW_AT + 1;

  private static final int CONTENT_SIZE_MASK = 0xc0;
  private static final int SINGLE_SEGMENT = 0x20;

  /// The bit that is unused, the one that is reserved, and the two of a dictionary.
  private static final int NEVER_SET = 0x1b;

  /// 128 MiB, the most that libzstd decodes where nobody demands more.
  private static final int WINDOW_MAX = (27 - 10) << 3;

  /// The least and the most that one block has: its header and a byte, repeated so often.
  private static final int BLOCK_BYTES_MIN = 4;

  private static final int BLOCK_PLAIN_BYTES_MAX = 128 * 1024;

  private ZstdFrame() {}

  /// @throws IllegalStateException if libzstd cannot be loaded on this machine
  static ByteBuffer decompress(ByteBuffer frame, int plainBytesMax, Room room)
      throws RefusedException {
    requireHeader(frame);
    requireLibrary();
    try {
      return decompressAlone(frame, plainBytesMax, room);
    } catch (RuntimeException e) {
      throw malformed();
    }
  }

  private static ByteBuffer decompressAlone(ByteBuffer frame, int plainBytesMax, Room room)
      throws RefusedException {
    byte[] bytes = frame.array();
    int from = frame.arrayOffset() + frame.position();
    int length = frame.remaining();
    if (Zstd.findFrameCompressedSize(bytes, from, length) != length) {
      throw RefusedException.malformed("a zstd frame is not alone");
    }
    int size = plainBytes(Zstd.getFrameContentSize(bytes, from, length), length, plainBytesMax);
    byte[] plain = room.atLeast(size);
    if (new ZstdDecompressor().decompress(bytes, from, length, plain, 0, size) != size) {
      throw malformed();
    }
    long second = sum(plain, size);
    if (Zstd.decompressByteArray(plain, 0, size, bytes, from, length) != size
        || sum(plain, size) != second) {
      throw malformed();
    }
    return ByteBuffer.wrap(plain, 0, size).slice();
  }

  private static long sum(byte[] plain, int size) {
    CRC32C sum = new CRC32C();
    sum.update(plain, 0, size);
    return sum.getValue();
  }

  private static void requireHeader(ByteBuffer frame) throws RefusedException {
    int at = frame.position();
    if (frame.remaining() < SHORTEST_BYTES || frame.getInt(at) != MAGIC) {
      throw malformed();
    }
    int descriptor = frame.get(at + DESCRIPTOR_AT) & 0xff;
    if ((descriptor & NEVER_SET) != 0) {
      throw RefusedException.malformed("a zstd frame needs what Borg never uses");
    }
    boolean singleSegment = (descriptor & SINGLE_SEGMENT) != 0;
    if (!singleSegment && (descriptor & CONTENT_SIZE_MASK) == 0) {
      throw RefusedException.malformed("a zstd frame does not say how large it becomes");
    }
    if (!singleSegment && (frame.get(at + WINDOW_AT) & 0xff) > WINDOW_MAX) {
      throw RefusedException.malformed("a zstd frame has too large a window");
    }
  }

  private static int plainBytes(long claimed, int frameBytes, int plainBytesMax)
      throws RefusedException {
    if (claimed < 0) {
      throw malformed();
    }
    if (claimed > plainBytesMax) {
      throw Decompression.tooLarge(plainBytesMax);
    }
    long blocksMax = 1L + frameBytes / BLOCK_BYTES_MIN;
    if (claimed > blocksMax * BLOCK_PLAIN_BYTES_MAX) {
      throw malformed();
    }
    return (int) claimed;
  }

  /// Nobody is to blame for it but the machine that this runs on, so it is no refusal.
  private static void requireLibrary() {
    try {
      Native.load();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "zstd is needed, and its library cannot be loaded here: " + e.getMessage(), e);
    }
  }

  private static RefusedException malformed() {
    return RefusedException.malformed("a zstd frame is damaged");
  }
}
