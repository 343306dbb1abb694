package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Turns what `borg serve` says into replies, one by one, as chunks come in.
///
/// Not for several threads. After the first [WireException] it throws the same again.
public final class ReplyParser {
  private static final int FAILURE_KEYS = 7;

  private final MessageParser<Reply> messages;

  public ReplyParser(WireLimits limits) {
    messages = new MessageParser<>(limits, ReplyParser::reply);
  }

  public ReplyParser() {
    this(WireLimits.replies());
  }

  /// Takes a chunk over: its bytes must not change any more.
  public void feed(ByteBuffer chunk) {
    messages.feed(chunk);
  }

  /// The next complete reply, or empty until more is fed.
  public Optional<Reply> next() throws WireException {
    return messages.next();
  }

  /// Whether the stream may end here.
  public boolean atBoundary() {
    return messages.atBoundary();
  }

  /// Memory that a message in progress takes, once what it has announced has come.
  public long heldBytes() {
    return messages.heldBytes();
  }

  /// Bytes of the stream that have been looked at.
  public long offset() {
    return messages.offset();
  }

  private static Reply reply(Value value, Shape shape) throws WireException {
    if (value instanceof Value.Seq(List<Value> items)) {
      return negotiated(items, shape);
    }
    Value.Map map = shape.map(value);
    long id = shape.id(shape.required(map, "i"));
    if (map.get("exception_class").isPresent()) {
      return failure(id, map, shape);
    }
    shape.size(map.size(), 2, "a reply");
    return new Reply.Result(id, shape.required(map, "r"));
  }

  private static Reply negotiated(List<Value> items, Shape shape) throws WireException {
    shape.size(items.size(), 4, "an answer to the negotiation");
    if (!items.get(0).equals(new Value.Int(1)) || !items.get(2).equals(new Value.Nil())) {
      throw shape.wrong("a positional reply that is no answer to the negotiation");
    }
    return new Reply.Negotiated(
        shape.id(items.get(1)), shape.version(items.get(3), "server_version"));
  }

  private static Reply failure(long id, Value.Map map, Shape shape) throws WireException {
    shape.size(map.size(), FAILURE_KEYS, "an error reply");
    return new Reply.Failure(
        id,
        shape.name(shape.raw(shape.required(map, "exception_class"))),
        shape.seq(shape.required(map, "exception_args")),
        shape.raws(shape.required(map, "exception_short")),
        shape.raws(shape.required(map, "exception_full")),
        shape.bool(shape.required(map, "exception_trace")),
        shape.raw(shape.required(map, "sysinfo")));
  }
}
