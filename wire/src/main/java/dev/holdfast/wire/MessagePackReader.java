package dev.holdfast.wire;

import dev.holdfast.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Reads one value from complete bytes, and nothing but this value.
public final class MessagePackReader {
  private MessagePackReader() {}

  public static Value read(byte[] bytes, WireLimits limits) throws WireException {
    return read(List.of(ByteBuffer.wrap(bytes.clone())), limits);
  }

  public static Value read(Raw bytes, WireLimits limits) throws WireException {
    return read(bytes.slices(), limits);
  }

  /// @param slices their bytes must not change while the value is in use
  public static Value read(List<ByteBuffer> slices, WireLimits limits) throws WireException {
    ValueParser parser = new ValueParser(limits);
    for (ByteBuffer slice : slices) {
      parser.feed(slice.duplicate());
    }
    Optional<Value> value = parser.next();
    if (value.isEmpty()) {
      throw new WireException(Reason.TRUNCATED, parser.offset(), "the value ends too early");
    }
    if (!parser.atBoundary()) {
      throw new WireException(
          Reason.TRAILING_BYTES, parser.offset(), "more bytes after the end of the value");
    }
    return value.get();
  }
}
