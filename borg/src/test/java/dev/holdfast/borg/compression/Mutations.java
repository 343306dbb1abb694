package dev.holdfast.borg.compression;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What a hostile client might make of honest objects; depends on nothing but a seed.
final class Mutations {
  /// Where headers are, and where tails are.
  private static final int EDGE_BYTES = 40;

  private static final int HEADER_BYTES = 2;
  private static final int INSERTED_MAX = 4;

  /// A frame of zstd that decoders skip.
  private static final byte[] SKIPPED = {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0};

  private final Random random;
  private final List<byte[]> honest;

  /// @param honest with their headers
  Mutations(long seed, List<byte[]> honest) {
    this.random = new Random(seed);
    this.honest = honest;
  }

  /// One of the honest objects, changed somehow; its header stays most of the time.
  byte[] next() {
    byte[] object = any().clone();
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(object, HEADER_BYTES + random.nextInt(object.length - 1));
      case 1 -> joined(object, behind());
      case 2 -> {
        int at = HEADER_BYTES + random.nextInt(object.length - 1);
        yield joined(
            Arrays.copyOf(object, at),
            noise(1 + random.nextInt(INSERTED_MAX)),
            Arrays.copyOfRange(object, at, object.length));
      }
      default -> changed(object);
    };
  }

  private byte[] any() {
    return honest.get(random.nextInt(honest.size()));
  }

  private byte[] behind() {
    byte[] another = any();
    return switch (random.nextInt(4)) {
      case 0 -> new byte[1 + random.nextInt(INSERTED_MAX)];
      case 1 -> noise(1 + random.nextInt(INSERTED_MAX));
      case 2 -> SKIPPED;
      default -> Arrays.copyOfRange(another, HEADER_BYTES, another.length);
    };
  }

  private byte[] changed(byte[] object) {
    for (int spots = 1 + random.nextInt(3); spots > 0; spots--) {
      int at = spot(object.length);
      object[at] ^=
          random.nextBoolean() ? (byte) (1 << random.nextInt(8)) : (byte) (1 + random.nextInt(255));
    }
    return object;
  }

  private int spot(int length) {
    int edge = Math.min(EDGE_BYTES, length);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(length);
      case 1 -> length - 1 - random.nextInt(edge);
      default -> random.nextInt(edge);
    };
  }

  private byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int end = all.length;
      all = Arrays.copyOf(all, end + part.length);
      System.arraycopy(part, 0, all, end, part.length);
    }
    return all;
  }
}
