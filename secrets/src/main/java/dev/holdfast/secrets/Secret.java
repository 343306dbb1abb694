package dev.holdfast.secrets;

import java.util.Arrays;
import java.util.function.Function;

/// Bytes that nobody may see: cannot be printed, compared or serialised, and are zeroed on close.
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the array over; the caller must not keep it.
  public static Secret takeOver(byte[] bytes) {
    return new Secret(bytes);
  }

  /// Lends the bytes to the reader, which must not keep them.
  ///
  /// @throws IllegalStateException after [#close]
  public synchronized <R> R use(Function<byte[], R> reader) {
    if (closed) {
      throw new IllegalStateException("this secret is closed");
    }
    return reader.apply(bytes);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
