package dev.holdfast.wire;

/// Bytes that are not what a well-behaved peer says. Nothing after them can be trusted.
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What was wrong.
  public enum Reason {
    /// bin8, bin16 or bin32: Borg's dialect knows only the raw family.
    BIN,
    EXTENSION,
    FLOAT,
    /// The one byte that MessagePack never uses.
    RESERVED,
    /// An unsigned integer beyond [Long#MAX_VALUE].
    INTEGER_TOO_LARGE,
    TOO_DEEP,
    TOO_MANY_ENTRIES,
    /// More memory than [WireLimits#heapBytesMax] would be needed.
    TOO_MUCH_MEMORY,
    RAW_TOO_LONG,
    VALUE_TOO_LONG,
    KEY_NOT_RAW,
    DUPLICATE_KEY,
    TRUNCATED,
    TRAILING_BYTES,
    NOT_UTF8,
    /// Valid MessagePack that is no frame of the protocol.
    WRONG_SHAPE,
    /// A peer that does not speak Borg 1.x.
    WRONG_VERSION
  }

  private final Reason reason;
  private final long offset;

  /// @param offset bytes from the start of the stream or buffer at which the fault was seen
  public WireException(Reason reason, long offset, String detail) {
    super(detail + " (at byte " + offset + ")");
    this.reason = reason;
    this.offset = offset;
  }

  /// What was wrong.
  public Reason reason() {
    return reason;
  }

  /// Bytes from the start of the stream or buffer at which the fault was seen.
  public long offset() {
    return offset;
  }
}
