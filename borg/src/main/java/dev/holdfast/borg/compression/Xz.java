package dev.holdfast.borg.compression;

import dev.holdfast.borg.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.tukaani.xz.LZMA2InputStream;

/// The .xz stream that Borg writes for `lzma`: one block of LZMA2, without a check of its content.
/// Everything around the block follows from its sizes, so it is compared instead of read, and
/// nothing can hide there or behind it.
final class Xz {
  private static final byte[] BEGINNING = bytes("fd377a585a00 0000 ff12d941");

  /// A stream without a block: what nothing at all becomes.
  private static final byte[] EMPTY =
      bytes("fd377a585a00 0000 ff12d941 00000000 1cdf4421 06729e7a 01000000 0000 595a");

  /// 12 bytes, one filter and no sizes; LZMA2 with one byte of properties, the dictionary's code.
  private static final byte[] BLOCK = bytes("02 00 21 01");

  private static final int DICTIONARY_AT = BEGINNING.length + BLOCK.length;
  private static final int BODY_AT = BEGINNING.length + 12;

  /// 64 MiB, of level 9, the highest that Borg offers.
  private static final int CODE_MAX = 28;

  private static final int DICTIONARY_BYTES_MIN = 4096;

  private Xz() {}

  static ByteBuffer decompress(ByteBuffer stream, int plainBytesMax, Room room)
      throws RefusedException {
    if (stream.equals(ByteBuffer.wrap(EMPTY))) {
      return ByteBuffer.allocate(0);
    }
    int code = dictionaryCode(stream);
    ByteBuffer body = stream.slice(BODY_AT, stream.limit() - BODY_AT);
    int size = Lzma2Chunks.plainBytes(body, plainBytesMax);
    int bodyBytes = body.position();
    if (!body.equals(XzTail.of(BODY_AT - BEGINNING.length + bodyBytes, size))) {
      throw RefusedException.malformed("an xz stream does not end as it has to");
    }
    return decompress(body.flip(), dictionaryBytes(code, size), room.atLeast(size), size);
  }

  private static int dictionaryCode(ByteBuffer stream) throws RefusedException {
    if (stream.remaining() < BODY_AT) {
      throw RefusedException.malformed("an xz stream is cut short");
    }
    int code = stream.get(DICTIONARY_AT) & 0xff;
    ByteBuffer block = ByteBuffer.allocate(BODY_AT - BEGINNING.length);
    block.put(BLOCK).put((byte) code);
    XzTail.putCrc(block.position(block.capacity() - Integer.BYTES));
    ByteBuffer expected = ByteBuffer.allocate(BODY_AT).put(BEGINNING).put(block.flip()).flip();
    if (code > CODE_MAX || !stream.slice(0, BODY_AT).equals(expected)) {
      throw RefusedException.malformed("an xz stream does not begin as Borg's do");
    }
    return code;
  }

  /// Levels ask for a dictionary of up to 64 MiB, whatever the size of the content; but nothing
  /// refers back further than the content is long.
  private static int dictionaryBytes(int code, int plainBytes) {
    int declared = (2 | (code & 1)) << (code / 2 + 11);
    return Math.min(declared, Math.max(plainBytes, DICTIONARY_BYTES_MIN));
  }

  private static ByteBuffer decompress(ByteBuffer body, int dictionaryBytes, byte[] plain, int size)
      throws RefusedException {
    var in = new ByteArrayInputStream(body.array(), body.arrayOffset(), body.limit());
    try (LZMA2InputStream lzma = new LZMA2InputStream(in, dictionaryBytes)) {
      if (lzma.readNBytes(plain, 0, size) == size && lzma.read() < 0 && in.available() == 0) {
        return ByteBuffer.wrap(plain, 0, size).slice();
      }
    } catch (IOException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static RefusedException malformed() {
    return RefusedException.malformed("an xz stream is damaged");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
