package dev.holdfast.borg.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// BLAKE2b with 32 bytes of digest over a prefix of 128 bytes and then the data (RFC 7693, its own
/// keyed mode not used), for one thread.
///
/// Half of what the guard costs in some modes is this function, so it reads its input where it
/// lies.
final class Blake2b implements KeyedDigest {
  private static final int BLOCK_BYTES = 128;
  private static final int WORDS = 16;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] pending = new byte[BLOCK_BYTES];
  private final long[] message = new long[WORDS];
  private final long[] state = new long[WORDS / 2];
  private final long[] mixed = new long[WORDS];
  private final long[] initial;
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
    begin();
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

  private void mix(long lastBlock) {
    int half = state.length;
    System.arraycopy(state, 0, mixed, 0, half);
    System.arraycopy(initial, 0, mixed, half, half);
    mixed[12] ^= total;
    mixed[14] ^= lastBlock;
    Blake2bRounds.mix(mixed, message);
    for (int i = 0; i < half; i++) {
      state[i] ^= mixed[i] ^ mixed[half + i];
    }
  }
}
