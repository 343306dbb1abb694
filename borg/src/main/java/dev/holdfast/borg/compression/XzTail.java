package dev.holdfast.borg.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// What stands behind the only block of an .xz stream: padding, the index, and the footer.
final class XzTail {
  private static final int LONGEST_BYTES = 64;
  private static final int ALIGNMENT = 4;
  private static final byte INDEX = 0;
  private static final byte ONE_RECORD = 1;

  private XzTail() {}

  /// @param blockBytes with its header, without its padding
  /// @param plainBytes what it becomes
  static ByteBuffer of(int blockBytes, int plainBytes) {
    ByteBuffer index = ByteBuffer.allocate(LONGEST_BYTES).put(INDEX).put(ONE_RECORD);
    putNumber(index, blockBytes);
    putNumber(index, plainBytes);
    putCrc(index.position(aligned(index.position())));
    int indexBytes = index.flip().limit();

    ByteBuffer footer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    footer.putInt(indexBytes / ALIGNMENT - 1).putShort((short) 0);
    int crc = crc(footer);
    footer.put((byte) 'Y').put((byte) 'Z').flip();

    ByteBuffer tail = ByteBuffer.allocate(LONGEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    tail.position(aligned(blockBytes) - blockBytes);
    return tail.put(index).putInt(crc).put(footer).flip();
  }

  /// Puts the check of everything before it.
  static void putCrc(ByteBuffer out) {
    int crc = crc(out);
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(crc);
  }

  /// Of everything before its position.
  private static int crc(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().flip());
    return (int) crc.getValue();
  }

  /// Seven bits in each byte, the least first; all but the last have the eighth.
  private static void putNumber(ByteBuffer out, int number) {
    int left = number;
    while (left > 0x7f) {
      out.put((byte) (0x80 | left));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  private static int aligned(int bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
