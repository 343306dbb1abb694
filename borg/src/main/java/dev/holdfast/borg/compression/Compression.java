package dev.holdfast.borg.compression;

import io.airlift.compress.lz4.Lz4Compressor;
import java.util.Arrays;

/// How what we write ourselves is compressed; every Borg 1.x reads all of them.
public enum Compression {
  NONE(0x00) {
    @Override
    int into(byte[] room, byte[] plain) {
      System.arraycopy(plain, 0, room, HEADER_BYTES, plain.length);
      return plain.length;
    }

    @Override
    int bodyBytesMax(int plainBytes) {
      return plainBytes;
    }
  },
  LZ4(0x01) {
    @Override
    int into(byte[] room, byte[] plain) {
      return new Lz4Compressor()
          .compress(plain, 0, plain.length, room, HEADER_BYTES, room.length - HEADER_BYTES);
    }

    @Override
    int bodyBytesMax(int plainBytes) {
      return new Lz4Compressor().maxCompressedLength(plainBytes);
    }
  };

  private static final int HEADER_BYTES = 2;

  private final int method;

  Compression(int method) {
    this.method = method;
  }

  /// Borg's header, then the compressed bytes.
  public byte[] compress(byte[] plain) {
    byte[] room = new byte[HEADER_BYTES + bodyBytesMax(plain.length)];
    room[0] = (byte) method;
    return Arrays.copyOf(room, HEADER_BYTES + into(room, plain));
  }

  abstract int into(byte[] room, byte[] plain);

  abstract int bodyBytesMax(int plainBytes);
}
