package dev.holdfast.wire;

import dev.holdfast.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes chunks as they come and gives complete values. Never holds more than was received, plus a
/// constant; never recurses, whatever the depth.
///
/// Not for several threads. After the first [WireException] it throws the same again.
public final class ValueParser {
  private final WireLimits limits;
  private final HeaderReader headers = new HeaderReader();
  private final Deque<OpenContainer> open = new ArrayDeque<>();
  private final Shared shared = new Shared();
  private @Nullable RawCollector raw;
  private @Nullable WireException failure;
  private long valueStart;
  private long heapBytes;

  public ValueParser(WireLimits limits) {
    this.limits = limits;
  }

  /// Takes a chunk over: its bytes must not change any more.
  public void feed(ByteBuffer chunk) {
    headers.feed(chunk);
  }

  /// The next complete value, or empty until more is fed.
  public Optional<Value> next() throws WireException {
    if (failure != null) {
      throw failure;
    }
    try {
      return Optional.ofNullable(advance());
    } catch (WireException e) {
      failure = e;
      headers.clear();
      throw e;
    }
  }

  /// Bytes of the stream that have been looked at.
  public long offset() {
    return headers.offset();
  }

  /// Memory that the value in progress takes, once what it has announced has come; 0 between two
  /// values.
  public long heldBytes() {
    return heapBytes;
  }

  /// Where the value in progress, or the next one, starts.
  long valueStart() {
    return valueStart;
  }

  /// Whether the stream may end here: nothing is half read and nothing fed is left.
  public boolean atBoundary() {
    return headers.offset() == valueStart && headers.isStarved();
  }

  private @Nullable Value advance() throws WireException {
    while (true) {
      Value done = raw == null ? header() : restOfRaw(raw);
      if (done == null && headers.isStarved()) {
        return null;
      }
      while (done != null) {
        OpenContainer parent = open.peekLast();
        if (parent == null) {
          valueStart = headers.offset();
          heapBytes = 0;
          return done;
        }
        done = parent.accept(parent.wantsKey() ? shared(done) : done, headers.offset());
        if (done != null) {
          open.removeLast();
        }
      }
    }
  }

  private @Nullable Value restOfRaw(RawCollector collector) {
    ByteBuffer chunk = headers.chunk();
    if (chunk == null) {
      return null;
    }
    int before = chunk.remaining();
    boolean complete = collector.take(chunk);
    headers.taken(chunk, before - chunk.remaining());
    if (!complete) {
      return null;
    }
    raw = null;
    return collector.finish();
  }

  /// Reads one header; returns a value if that was all of it.
  private @Nullable Value header() throws WireException {
    return headers.advance() ? begin(headers.tag(), headers.number()) : null;
  }

  private @Nullable Value begin(int tag, long number) throws WireException {
    bounded(0);
    return switch (Tag.kind(tag)) {
      case NIL -> Shared.NIL;
      case BOOL -> tag == Tag.TRUE ? Shared.TRUE : Shared.FALSE;
      case INT -> integer(number);
      case UNSIGNED -> integer(unsigned(number));
      case FLOAT32 -> real(Float.intBitsToFloat((int) number));
      case FLOAT64 -> real(Double.longBitsToDouble(number));
      case RAW -> raw(number);
      case SEQ -> seq(entries(number));
      case MAP -> map(entries(number));
    };
  }

  private Value integer(long number) throws WireException {
    if (Shared.knows(number)) {
      return Shared.integer(number);
    }
    charge(HeapEstimate.NUMBER_BYTES);
    return new Value.Int(number);
  }

  private Value real(double number) throws WireException {
    if (!limits.floats()) {
      throw refuse(Reason.FLOAT, "a floating point number");
    }
    charge(HeapEstimate.NUMBER_BYTES);
    return new Value.Real(number);
  }

  private @Nullable Value raw(long size) throws WireException {
    if (size > limits.rawBytesMax()) {
      throw refuse(Reason.RAW_TOO_LONG, size + " bytes, at most " + limits.rawBytesMax());
    }
    bounded(size);
    if (size == 0) {
      return Shared.EMPTY_RAW;
    }
    charge(HeapEstimate.raw(size));
    raw = new RawCollector((int) size);
    return restOfRaw(raw);
  }

  private @Nullable Value seq(int count) throws WireException {
    notTooDeep();
    if (count == 0) {
      return Shared.EMPTY_SEQ;
    }
    charge(HeapEstimate.seq(count));
    open.addLast(new OpenContainer.OpenSeq(count));
    return null;
  }

  private @Nullable Value map(int count) throws WireException {
    notTooDeep();
    if (count == 0) {
      return Shared.EMPTY_MAP;
    }
    charge(HeapEstimate.map(count));
    open.addLast(new OpenContainer.OpenMap(count));
    return null;
  }

  private void notTooDeep() throws WireException {
    if (open.size() >= limits.depthMax()) {
      throw refuse(Reason.TOO_DEEP, "more than " + limits.depthMax() + " containers deep");
    }
  }

  private int entries(long count) throws WireException {
    if (count > limits.entriesMax()) {
      throw refuse(Reason.TOO_MANY_ENTRIES, count + " entries, at most " + limits.entriesMax());
    }
    return (int) count;
  }

  private long unsigned(long bits) throws WireException {
    if (bits < 0) {
      throw refuse(Reason.INTEGER_TOO_LARGE, "integer above 2^63 - 1");
    }
    return bits;
  }

  /// A key that came before costs nothing: what was charged for it is given back.
  private Value shared(Value key) {
    if (!(key instanceof Raw raw)) {
      return key;
    }
    Raw known = shared.known(raw);
    if (known == null) {
      return raw;
    }
    heapBytes -= HeapEstimate.raw(raw.size());
    return known;
  }

  private void charge(long bytes) throws WireException {
    heapBytes += bytes;
    if (heapBytes > limits.heapBytesMax()) {
      throw refuse(
          Reason.TOO_MUCH_MEMORY, "more than " + limits.heapBytesMax() + " bytes of memory");
    }
  }

  private void bounded(long more) throws WireException {
    if (headers.offset() - valueStart + more > limits.totalBytesMax()) {
      throw refuse(Reason.VALUE_TOO_LONG, "more than " + limits.totalBytesMax() + " bytes");
    }
  }

  private WireException refuse(Reason reason, String detail) {
    return new WireException(reason, headers.offset(), detail);
  }
}
