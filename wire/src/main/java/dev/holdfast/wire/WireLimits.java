package dev.holdfast.wire;

/// What a reader is willing to take for one top-level value.
///
/// @param depthMax containers inside each other
/// @param entriesMax elements of one array, or keys of one map
/// @param heapBytesMax bytes of memory that the value is estimated to take; one byte on the wire
///   can become a hundred
/// @param rawBytesMax length of one byte string
/// @param totalBytesMax length of the encoded value
/// @param floats whether float32 and float64 are taken
public record WireLimits(
    int depthMax,
    int entriesMax,
    int rawBytesMax,
    long totalBytesMax,
    long heapBytesMax,
    boolean floats) {

  private static final int MIB = 1 << 20;

  public WireLimits {
    if (depthMax < 1
        || entriesMax < 1
        || rawBytesMax < 1
        || totalBytesMax < 1
        || heapBytesMax < 1) {
      throw new IllegalArgumentException("every wire limit must be at least 1");
    }
  }

  /// What a borg client may send: one object of 20 MiB and a handful of names.
  public static WireLimits requests() {
    return new WireLimits(4, 100, 20 * MIB, 20 * MIB + 64 * 1024, 24L * MIB, true);
  }

  /// What `borg serve` may answer: one object, or a page of 100 000 ids.
  public static WireLimits replies() {
    return new WireLimits(6, 100_000, 20 * MIB, 20 * MIB + 256 * 1024, 24L * MIB, true);
  }
}
