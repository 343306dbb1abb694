package dev.holdfast.wire;

/// What values cost in memory, in bytes, on a 64-bit machine with a heap below 32 GiB. Each
/// container pays for the places of what is in it, its growth included.
final class HeapEstimate {
  /// A number that is not [Shared].
  static final int NUMBER_BYTES = 24;

  private static final int RAW_BYTES = 40;
  private static final int SEQ_BYTES = 40;
  private static final int SEQ_PLACE_BYTES = 16;
  private static final int FEW_BYTES = 56;
  private static final int FEW_PLACE_BYTES = 8;
  private static final int MANY_BYTES = 160;

  /// A hash table's entry, and its share of a table that has just grown.
  private static final int MANY_PLACE_BYTES = 64;

  private static final int GRAIN_BYTES = 8;
  private static final int SLICE_SHARE = 32;

  private HeapEstimate() {}

  static long raw(long size) {
    long content = (size + GRAIN_BYTES - 1) / GRAIN_BYTES * GRAIN_BYTES;
    long slices = size < RawCollector.SMALL_BYTES ? 0 : size / SLICE_SHARE;
    return RAW_BYTES + content + slices;
  }

  static long seq(int count) {
    return SEQ_BYTES + (long) SEQ_PLACE_BYTES * count;
  }

  static long map(int count) {
    return count <= Entries.FEW
        ? FEW_BYTES + (long) FEW_PLACE_BYTES * count
        : MANY_BYTES + (long) MANY_PLACE_BYTES * count;
  }
}
