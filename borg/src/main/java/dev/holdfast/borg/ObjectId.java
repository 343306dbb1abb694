package dev.holdfast.borg;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The name of an object in a repository: 32 bytes.
public record ObjectId(long first, long second, long third, long fourth)
    implements Comparable<ObjectId> {
  /// Length of an id in bytes.
  public static final int BYTES = 32;

  /// Where every repository keeps its manifest.
  public static final ObjectId MANIFEST = new ObjectId(0, 0, 0, 0);

  /// @throws RefusedException if there are not exactly 32 bytes
  public static ObjectId parse(byte[] bytes) throws RefusedException {
    if (bytes.length != BYTES) {
      throw RefusedException.malformed("an object id has " + bytes.length + " bytes instead of 32");
    }
    return ofDigest(bytes);
  }

  /// @throws RefusedException if the text is not 64 hexadecimal digits
  public static ObjectId parseHex(String hex) throws RefusedException {
    try {
      return parse(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException notHex) {
      throw RefusedException.malformed("an object id is not hexadecimal");
    }
  }

  /// For bytes whose length is known to be right, such as those of a digest.
  ///
  /// @throws IllegalArgumentException if there are not exactly 32 bytes
  public static ObjectId ofDigest(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an object id has 32 bytes, not " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new ObjectId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /// A fresh copy of the 32 bytes.
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /// 64 lower-case hexadecimal digits, as Borg prints ids.
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public int compareTo(ObjectId other) {
    int order = Long.compareUnsigned(first, other.first);
    order = order != 0 ? order : Long.compareUnsigned(second, other.second);
    order = order != 0 ? order : Long.compareUnsigned(third, other.third);
    return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
  }

  @Override
  public String toString() {
    return hex();
  }
}
