package dev.holdfast.secrets;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// Bytes that nobody may see: cannot be printed, compared or serialised, and are zeroed on close.
public final class Secret implements AutoCloseable {
  /// Largest secret that any provider opens or keeps, in bytes; a borg key export fits many times.
  public static final int BYTES_MAX = 1 << 20;

  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the array over; the caller must not keep it.
  public static Secret takeOver(byte[] bytes) {
    return new Secret(bytes);
  }

  /// The text as UTF-8. A text stays in memory until it is collected, so this is for texts that
  /// exist already.
  public static Secret ofText(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes without one line end (LF or CR LF) at their end; takes the array over and zeroes it.
  public static Secret ofLine(byte[] bytes) {
    var end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end -= end > 1 && bytes[end - 2] == '\r' ? 2 : 1;
    }
    var line = Arrays.copyOf(bytes, end);
    Arrays.fill(bytes, (byte) 0);
    return new Secret(line);
  }

  /// Lends the bytes to the reader, which must not keep them.
  ///
  /// @throws IllegalStateException after [#close]
  public synchronized <R> R use(Function<byte[], R> reader) {
    refuseIfClosed();
    return reader.apply(bytes);
  }

  /// Lends the characters to the reader, which must not keep them; they are zeroed afterwards.
  ///
  /// @throws IllegalArgumentException if the bytes are not UTF-8
  /// @throws IllegalStateException after [#close]
  public synchronized <R> R useCharacters(Function<char[], R> reader) {
    refuseIfClosed();
    CharBuffer decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("this secret is not UTF-8 text", e);
    }
    var characters = new char[decoded.remaining()];
    decoded.get(characters);
    Arrays.fill(decoded.array(), '\0');
    try {
      return reader.apply(characters);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  /// A second secret of the same bytes, closed on its own.
  public synchronized Secret copy() {
    refuseIfClosed();
    return new Secret(bytes.clone());
  }

  /// Whether there is not a single byte.
  public synchronized boolean isEmpty() {
    refuseIfClosed();
    return bytes.length == 0;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new IllegalStateException("this secret is closed");
    }
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
