package dev.holdfast.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Bytes that arrive chunk by chunk from one peer.
///
/// Made for one reading thread. Chunks are handed over, so that a payload which is only forwarded
/// is never copied again.
public interface ByteSource {
  /// Waits for the next chunk, which is never empty and belongs to the caller.
  ///
  /// @return null once the peer has ended its stream in order
  /// @throws ConnectionLostException if the transport died without an orderly end
  /// @throws IOException if reading failed or the stream was closed on our side
  @Nullable ByteBuffer next() throws IOException;
}
