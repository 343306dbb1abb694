package dev.holdfast.borg.archive;

/// What the stream of items of one archive may hold at most.
///
/// @param itemsMax files, directories and whatever else has a name
/// @param streamBytesMax length of the stream
/// @param plainBytesMax sum of the sizes of all files before deduplication, part files included
/// @param fileChunksMax of how many chunks one file is; Borg holds the whole list in memory, some
///   170 bytes for each
public record ItemLimits(
    long itemsMax, long streamBytesMax, long plainBytesMax, long fileChunksMax) {
  /// Length of a path, of a link's target and of a name: more than any system has.
  static final int TEXT_BYTES_MAX = 65_535;

  /// Borg's largest object.
  static final int CHUNK_BYTES_MAX = 20_971_479;

  /// Compression may make a chunk larger; Borg counts in 32 bits.
  static final long CHUNK_STORED_BYTES_MAX = 0xffff_ffffL;

  static final int ATTRIBUTES_MAX = 4096;
  static final int ATTRIBUTE_NAME_BYTES_MAX = 1024;

  /// Length of one byte string. Resource forks of macOS are stored as attributes.
  static final int RAW_BYTES_MAX = 16 << 20;

  /// Sum of all that is kept of one item while it is read; its list of chunks is not.
  static final int ITEM_BYTES_MAX = 32 << 20;

  public ItemLimits {
    if (itemsMax < 1 || streamBytesMax < 1 || plainBytesMax < 0 || fileChunksMax < 0) {
      throw new IllegalArgumentException("a limit of an item stream is too small to be one");
    }
  }

  /// More than Borg itself can cope with: for those who have a budget of their own.
  public static ItemLimits generous() {
    return new ItemLimits(1L << 30, 1L << 40, 1L << 60, 1L << 32);
  }
}
