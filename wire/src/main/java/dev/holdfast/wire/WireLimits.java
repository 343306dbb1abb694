package dev.holdfast.wire;

/// What a reader is willing to take for one top-level value.
///
/// @param depthMax containers inside each other
/// @param entriesMax elements of one array, or keys of one map
/// @param valuesMax values in all, keys and containers included; bounds the memory that many tiny
///   values cost
/// @param rawBytesMax length of one byte string
/// @param totalBytesMax length of the encoded value
/// @param floats whether float32 and float64 are taken
public record WireLimits(
    int depthMax,
    int entriesMax,
    int valuesMax,
    int rawBytesMax,
    long totalBytesMax,
    boolean floats) {

  private static final int MIB = 1 << 20;

  public WireLimits {
    if (depthMax < 1 || entriesMax < 1 || valuesMax < 1 || rawBytesMax < 1 || totalBytesMax < 1) {
      throw new IllegalArgumentException("every wire limit must be at least 1");
    }
  }

  /// What a borg client may send: one object of 20 MiB and a handful of names.
  public static WireLimits requests() {
    return new WireLimits(4, 100, 1_000, 20 * MIB, 20 * MIB + 64 * 1024, true);
  }

  /// What `borg serve` may answer: one object, or a page of 100 000 ids.
  public static WireLimits replies() {
    return new WireLimits(6, 100_000, 101_000, 20 * MIB, 20 * MIB + 256 * 1024, true);
  }

  /// Manifests (up to 400 000 archives), archive metadata, keys.
  public static WireLimits storedObjects() {
    return new WireLimits(8, 1_000_000, 4_000_000, 20 * MIB, 96L * MIB, false);
  }

  /// One item of an archive's item stream; a file of many TiB has millions of chunks.
  public static WireLimits items() {
    return new WireLimits(8, 4_000_000, 17_000_000, 20 * MIB, 512L * MIB, false);
  }
}
