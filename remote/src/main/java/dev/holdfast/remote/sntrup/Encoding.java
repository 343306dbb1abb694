package dev.holdfast.remote.sntrup;

import java.util.Arrays;

/// How polynomials become bytes.
final class Encoding {
  private static final int LARGE = 1 << 14;
  private static final int MODULO_BYTES = 1158;

  private Encoding() {}

  /// Two bits for each coefficient.
  static byte[] small(int[] small) {
    var bytes = new byte[(Ring.DEGREE + 3) / 4];
    for (var i = 0; i < Ring.DEGREE; i++) {
      bytes[i / 4] |= (byte) ((small[i] + 1) << (i % 4 * 2));
    }
    return bytes;
  }

  /// As one number of mixed radix: neighbours are joined until one is left, and what is above a
  /// digit's limit is written at once.
  static byte[] modulo4591(int[] polynomial) {
    var bytes = new byte[MODULO_BYTES];
    var written = 0;
    var values = Arrays.stream(polynomial).map(c -> c + Ring.MODULUS / 2).toArray();
    var limits = new int[values.length];
    Arrays.fill(limits, Ring.MODULUS);
    var count = values.length;
    while (count > 1) {
      for (var i = 0; i + 1 < count; i += 2) {
        var value = values[i] + values[i + 1] * limits[i];
        var limit = limits[i] * limits[i + 1];
        while (limit >= LARGE) {
          bytes[written++] = (byte) value;
          value >>>= Byte.SIZE;
          limit = (limit + 255) >>> Byte.SIZE;
        }
        values[i / 2] = value;
        limits[i / 2] = limit;
      }
      if (count % 2 == 1) {
        values[count / 2] = values[count - 1];
        limits[count / 2] = limits[count - 1];
      }
      count = (count + 1) / 2;
    }
    for (var limit = limits[0]; limit > 1; limit = (limit + 255) >>> Byte.SIZE) {
      bytes[written++] = (byte) values[0];
      values[0] >>>= Byte.SIZE;
    }
    return bytes;
  }
}
