package dev.holdfast.borg.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// BLAKE2b with 32 bytes of digest over a prefix of 128 bytes and then the data (RFC 7693, its own
/// keyed mode not used), for one thread.
///
/// Half of what the guard costs in some modes is this function, so it works on local variables and
/// reads its input where it lies.
final class Blake2b implements KeyedDigest {
  private static final int BLOCK_BYTES = 128;
  private static final int WORDS = 16;
  private static final int ROUNDS = 12;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] pending = new byte[BLOCK_BYTES];
  private final long[] message = new long[WORDS];
  private final long[] state = new long[WORDS / 2];
  private final long[] initial;
  private final byte[] order;
  private final byte[] prefix;
  private int pendingBytes;
  private long total;

  /// @param prefix 128 bytes, which is one block
  Blake2b(byte[] prefix) {
    if (prefix.length != BLOCK_BYTES) {
      throw new IllegalArgumentException("the prefix has one block");
    }
    this.prefix = prefix;
    this.initial =
        new long[] {
          0x6a09e667f3bcc908L,
          0xbb67ae8584caa73bL,
          0x3c6ef372fe94f82bL,
          0xa54ff53a5f1d36f1L,
          0x510e527fade682d1L,
          0x9b05688c2b3e6c1fL,
          0x1f83d9abfb41bd6bL,
          0x5be0cd19137e2179L
        };
    this.order = order();
    begin();
  }

  /// Which word of the message comes when: ten permutations, the first two once more.
  private static byte[] order() {
    String permutations =
        "0123456789abcdef"
            + "ea489fd61c02b753"
            + "b8c052fdae367194"
            + "7931dcbe265a40f8"
            + "905724afe1bc683d"
            + "2c6a0b834d75fe19"
            + "c51fed4a0763928b"
            + "db7ec13950f4862a"
            + "6fe9b308c2d714a5"
            + "a2847615fb9e3cd0"
            + "0123456789abcdef"
            + "ea489fd61c02b753";
    byte[] order = new byte[ROUNDS * WORDS];
    for (int i = 0; i < order.length; i++) {
      order[i] = (byte) Character.digit(permutations.charAt(i), WORDS);
    }
    return order;
  }

  private void begin() {
    System.arraycopy(initial, 0, state, 0, state.length);
    state[0] ^= 0x01010000 ^ KeyedHash.DIGEST_BYTES;
    System.arraycopy(prefix, 0, pending, 0, BLOCK_BYTES);
    pendingBytes = BLOCK_BYTES;
    total = 0;
  }

  @Override
  public void update(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    // The last block is compressed in another way, so a full one waits until more follows.
    if (length > BLOCK_BYTES - pendingBytes) {
      int fill = BLOCK_BYTES - pendingBytes;
      System.arraycopy(bytes, at, pending, pendingBytes, fill);
      at += fill;
      compress(pending, 0, BLOCK_BYTES, false);
      for (; end - at > BLOCK_BYTES; at += BLOCK_BYTES) {
        compress(bytes, at, BLOCK_BYTES, false);
      }
      pendingBytes = 0;
    }
    System.arraycopy(bytes, at, pending, pendingBytes, end - at);
    pendingBytes += end - at;
  }

  @Override
  public byte[] finish() {
    Arrays.fill(pending, pendingBytes, BLOCK_BYTES, (byte) 0);
    compress(pending, 0, pendingBytes, true);
    byte[] digest = new byte[KeyedHash.DIGEST_BYTES];
    for (int i = 0; i < digest.length / Long.BYTES; i++) {
      LITTLE_ENDIAN.set(digest, i * Long.BYTES, state[i]);
    }
    begin();
    return digest;
  }

  private void compress(byte[] block, int at, int count, boolean last) {
    total += count;
    for (int i = 0; i < WORDS; i++) {
      message[i] = (long) LITTLE_ENDIAN.get(block, at + i * Long.BYTES);
    }
    mix(last ? -1L : 0L);
  }

  /// The rounds, written out: with arrays in place of the variables they take twice as long.
  @SuppressWarnings("AssignmentExpression")
  private void mix(long lastBlock) {
    long[] m = message;
    long[] h = state;
    long v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3];
    long v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
    long v8 = initial[0], v9 = initial[1], v10 = initial[2], v11 = initial[3];
    long v12 = initial[4] ^ total, v13 = initial[5], v14 = initial[6] ^ lastBlock, v15 = initial[7];
    for (int o = 0; o < order.length; o += WORDS) {
      v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[order[o]]), 32);
      v4 = Long.rotateRight(v4 ^ (v8 += v12), 24);
      v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[order[o + 1]]), 16);
      v4 = Long.rotateRight(v4 ^ (v8 += v12), 63);
      v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[order[o + 2]]), 32);
      v5 = Long.rotateRight(v5 ^ (v9 += v13), 24);
      v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[order[o + 3]]), 16);
      v5 = Long.rotateRight(v5 ^ (v9 += v13), 63);
      v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[order[o + 4]]), 32);
      v6 = Long.rotateRight(v6 ^ (v10 += v14), 24);
      v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[order[o + 5]]), 16);
      v6 = Long.rotateRight(v6 ^ (v10 += v14), 63);
      v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[order[o + 6]]), 32);
      v7 = Long.rotateRight(v7 ^ (v11 += v15), 24);
      v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[order[o + 7]]), 16);
      v7 = Long.rotateRight(v7 ^ (v11 += v15), 63);
      v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[order[o + 8]]), 32);
      v5 = Long.rotateRight(v5 ^ (v10 += v15), 24);
      v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[order[o + 9]]), 16);
      v5 = Long.rotateRight(v5 ^ (v10 += v15), 63);
      v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[order[o + 10]]), 32);
      v6 = Long.rotateRight(v6 ^ (v11 += v12), 24);
      v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[order[o + 11]]), 16);
      v6 = Long.rotateRight(v6 ^ (v11 += v12), 63);
      v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[order[o + 12]]), 32);
      v7 = Long.rotateRight(v7 ^ (v8 += v13), 24);
      v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[order[o + 13]]), 16);
      v7 = Long.rotateRight(v7 ^ (v8 += v13), 63);
      v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[order[o + 14]]), 32);
      v4 = Long.rotateRight(v4 ^ (v9 += v14), 24);
      v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[order[o + 15]]), 16);
      v4 = Long.rotateRight(v4 ^ (v9 += v14), 63);
    }
    h[0] ^= v0 ^ v8;
    h[1] ^= v1 ^ v9;
    h[2] ^= v2 ^ v10;
    h[3] ^= v3 ^ v11;
    h[4] ^= v4 ^ v12;
    h[5] ^= v5 ^ v13;
    h[6] ^= v6 ^ v14;
    h[7] ^= v7 ^ v15;
  }
}
