package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A byte string. A large one stays in the pieces in which it arrived, so that it is never copied
/// on its way through. Equal when the bytes are equal, however they are cut.
///
/// It compares itself so that hostile keys of one hash cannot make a map slow.
public final class Raw implements Value, Comparable<Raw> {
  /// Either an array (small values, of which there are millions) or pieces as they arrived.
  private final byte @Nullable [] array;

  private final List<ByteBuffer> cut;
  private final int size;

  private Raw(byte @Nullable [] array, List<ByteBuffer> cut, int size) {
    this.array = array;
    this.cut = cut;
    this.size = size;
  }

  /// Takes the array over: the caller must not change it any more.
  static Raw wrap(byte[] bytes) {
    return new Raw(bytes, List.of(), bytes.length);
  }

  private List<ByteBuffer> pieces() {
    return array == null ? cut : List.of(ByteBuffer.wrap(array).asReadOnlyBuffer());
  }

  /// A copy of the bytes.
  public static Raw of(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /// The text in UTF-8.
  public static Raw of(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Views of the remaining bytes of the buffers; their contents must not change any more.
  public static Raw ofSlices(List<ByteBuffer> slices) {
    List<ByteBuffer> pieces = new ArrayList<>(slices.size());
    long size = 0;
    for (ByteBuffer slice : slices) {
      if (slice.hasRemaining()) {
        pieces.add(slice.slice().asReadOnlyBuffer());
        size += slice.remaining();
      }
    }
    return new Raw(null, List.copyOf(pieces), Math.toIntExact(size));
  }

  /// Length in bytes.
  public int size() {
    return size;
  }

  /// Read-only views of the bytes in order, positioned at their start; fresh at each call.
  public List<ByteBuffer> slices() {
    List<ByteBuffer> views = new ArrayList<>(Math.max(1, cut.size()));
    for (ByteBuffer piece : pieces()) {
      views.add(piece.duplicate());
    }
    return views;
  }

  /// A copy of the bytes.
  public byte[] toByteArray() {
    byte[] bytes = new byte[size];
    int at = 0;
    for (ByteBuffer piece : pieces()) {
      piece.get(0, bytes, at, piece.limit());
      at += piece.limit();
    }
    return bytes;
  }

  /// The byte at an index, 0 to 255.
  public int byteAt(int index) {
    int at = index;
    for (ByteBuffer piece : pieces()) {
      if (at < piece.limit()) {
        return piece.get(at) & 0xff;
      }
      at -= piece.limit();
    }
    throw new IndexOutOfBoundsException(index);
  }

  /// The text, if the bytes are valid UTF-8.
  public Optional<String> asText() {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(joined());
      return Optional.of(text.toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private ByteBuffer joined() {
    List<ByteBuffer> pieces = pieces();
    return pieces.size() == 1 ? pieces.getFirst().duplicate() : ByteBuffer.wrap(toByteArray());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Raw that && size == that.size && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    if (array != null) {
      return Arrays.hashCode(array);
    }
    int sum = 1;
    for (ByteBuffer piece : cut) {
      for (int i = 0; i < piece.limit(); i++) {
        sum = 31 * sum + piece.get(i);
      }
    }
    return sum;
  }

  /// Orders by unsigned bytes, a prefix first.
  @Override
  public int compareTo(Raw that) {
    ByteBuffer mine = joined();
    ByteBuffer theirs = that.joined();
    int at = mine.mismatch(theirs);
    if (at < 0) {
      return 0;
    }
    boolean ended = at == mine.remaining() || at == theirs.remaining();
    return ended
        ? Integer.compare(mine.remaining(), theirs.remaining())
        : Byte.compareUnsigned(mine.get(at), theirs.get(at));
  }

  /// The text when it is short and readable, else only the length: a log is no place for payloads.
  @Override
  public String toString() {
    return size <= 64
        ? asText().filter(Raw::printable).map(t -> '"' + t + '"').orElse("raw[" + size + "]")
        : "raw[" + size + "]";
  }

  private static boolean printable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
