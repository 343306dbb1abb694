package dev.holdfast.borg.compression;

/// An array that is kept and grown between uses, so that looking into millions of objects does not
/// take memory millions of times. Not for several threads.
public final class Room {
  private static final int STEP_BYTES = 1 << 20;

  private byte[] bytes = new byte[0];

  /// An array of at least this size; what it holds is left over from before.
  public byte[] atLeast(int size) {
    if (bytes.length < size) {
      bytes = new byte[roundedUp(size)];
    }
    return bytes;
  }

  /// The same, the first bytes kept.
  ///
  /// @param sizeMax the most that will ever be asked for
  byte[] grown(int kept, int size, int sizeMax) {
    if (bytes.length < size) {
      byte[] larger = new byte[roundedUp(Math.max(size, Math.min(2 * kept, sizeMax)))];
      System.arraycopy(bytes, 0, larger, 0, kept);
      bytes = larger;
    }
    return bytes;
  }

  private static int roundedUp(int size) {
    return size < STEP_BYTES ? size : (size + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
  }
}
