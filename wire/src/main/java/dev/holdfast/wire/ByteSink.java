package dev.holdfast.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes on their way to one peer. Made for one writing thread at a time.
public interface ByteSink {
  /// Takes all remaining bytes of the buffer; waits while the peer is slow.
  void write(ByteBuffer bytes) throws IOException;

  /// Hands everything taken so far to the transport.
  void flush() throws IOException;

  /// Ends the stream in order, so that the peer sees an end of file. A second call does nothing.
  void end() throws IOException;
}
