package dev.holdfast.wire;

import dev.holdfast.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes chunks as they come and gives one header or byte string after the other, for streams whose
/// values are too long to be held as a [Value]. What may follow what is the caller's affair.
///
/// A byte string takes no more memory than twice what has arrived of it. Not for several threads,
/// and of no use after a [WireException].
public final class TokenReader {
  private static final int FIRST_BYTES = 4096;

  /// What comes next in a stream.
  public enum Kind {
    NIL,
    BOOL,
    INT,
    RAW,
    SEQ,
    MAP
  }

  private final int rawBytesMax;
  private final HeaderReader headers = new HeaderReader();
  private Kind kind = Kind.NIL;
  private long number;
  private byte @Nullable [] raw;
  private int rawRead;
  private boolean inRaw;

  /// @param rawBytesMax length of one byte string
  public TokenReader(int rawBytesMax) {
    this.rawBytesMax = rawBytesMax;
  }

  /// Takes a chunk over: its bytes must not change any more.
  public void feed(ByteBuffer chunk) {
    headers.feed(chunk);
  }

  /// Goes on to the next token; false until more is fed.
  public boolean advance() throws WireException {
    if (inRaw) {
      return restOfRaw();
    }
    raw = null;
    if (!headers.advance()) {
      return false;
    }
    number = headers.number();
    return begin(headers.tag());
  }

  private boolean begin(int tag) throws WireException {
    switch (Tag.kind(tag)) {
      case NIL -> kind = Kind.NIL;
      case BOOL -> {
        kind = Kind.BOOL;
        number = tag == Tag.TRUE ? 1 : 0;
      }
      case INT -> kind = Kind.INT;
      case UNSIGNED -> {
        kind = Kind.INT;
        if (number < 0) {
          throw refuse(Reason.INTEGER_TOO_LARGE, "integer above 2^63 - 1");
        }
      }
      case FLOAT32, FLOAT64 -> throw refuse(Reason.FLOAT, "a floating point number");
      case RAW -> {
        kind = Kind.RAW;
        return beginRaw();
      }
      case SEQ -> kind = Kind.SEQ;
      case MAP -> kind = Kind.MAP;
    }
    return true;
  }

  private boolean beginRaw() throws WireException {
    if (number > rawBytesMax) {
      throw refuse(Reason.RAW_TOO_LONG, number + " bytes, at most " + rawBytesMax);
    }
    raw = new byte[(int) Math.min(number, FIRST_BYTES)];
    rawRead = 0;
    inRaw = true;
    return restOfRaw();
  }

  private boolean restOfRaw() {
    byte[] room = raw();
    while (rawRead < number) {
      ByteBuffer chunk = headers.chunk();
      if (chunk == null) {
        return false;
      }
      int more = (int) Math.min(number - rawRead, chunk.remaining());
      if (more > room.length - rawRead) {
        room =
            Arrays.copyOf(
                room, (int) Math.min(number, Math.max(2L * room.length, rawRead + (long) more)));
        raw = room;
      }
      chunk.get(room, rawRead, more);
      rawRead += more;
      headers.taken(chunk, more);
    }
    inRaw = false;
    return true;
  }

  /// What the token is.
  public Kind kind() {
    return kind;
  }

  /// The integer, the count of a sequence or map, the length of a byte string, 1 for true.
  public long number() {
    return number;
  }

  /// The byte string, which belongs to the caller, until the reader goes on.
  ///
  /// @throws IllegalStateException if the token is none
  public byte[] raw() {
    if (raw == null || kind != Kind.RAW) {
      throw new IllegalStateException("the token is no byte string");
    }
    return raw;
  }

  /// What is kept of a byte string that has not come to its end, in bytes.
  public int heldBytes() {
    return inRaw ? raw().length : 0;
  }

  /// Bytes of the stream that have been looked at.
  public long offset() {
    return headers.offset();
  }

  /// Whether the stream may end here: no token is half read and nothing fed is left.
  public boolean atBoundary() {
    return !inRaw && !headers.isWithin() && headers.isStarved();
  }

  private WireException refuse(Reason reason, String detail) {
    return new WireException(reason, headers.offset(), detail);
  }
}
