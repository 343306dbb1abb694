package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Turns what a borg client says into requests, one by one, as chunks come in.
///
/// Not for several threads. After the first [WireException] it throws the same again.
public final class RequestParser {
  private static final Raw NEGOTIATE = Raw.of("negotiate");

  private final MessageParser<Request> messages;

  public RequestParser(WireLimits limits) {
    messages = new MessageParser<>(limits, RequestParser::request);
  }

  public RequestParser() {
    this(WireLimits.requests());
  }

  /// Takes a chunk over: its bytes must not change any more.
  public void feed(ByteBuffer chunk) {
    messages.feed(chunk);
  }

  /// The next complete request, or empty until more is fed.
  public Optional<Request> next() throws WireException {
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

  private static Request request(Value value, Shape shape) throws WireException {
    return value instanceof Value.Seq(List<Value> items)
        ? negotiate(items, shape)
        : call(shape.map(value), shape);
  }

  private static Request negotiate(List<Value> items, Shape shape) throws WireException {
    shape.size(items.size(), 4, "a negotiation");
    if (!items.get(0).equals(new Value.Int(1)) || !items.get(2).equals(NEGOTIATE)) {
      throw shape.wrong("a positional request that is no negotiation");
    }
    List<Value> arguments = shape.seq(items.get(3));
    shape.size(arguments.size(), 1, "a negotiation's arguments");
    return new Request.Negotiate(
        shape.id(items.get(1)), shape.version(arguments.getFirst(), "client_version"));
  }

  private static Request call(Value.Map map, Shape shape) throws WireException {
    shape.size(map.size(), 3, "a request");
    long id = shape.id(shape.required(map, "i"));
    String method = shape.name(shape.raw(shape.required(map, "m")));
    SequencedMap<String, Value> arguments = new LinkedHashMap<>();
    for (Map.Entry<Raw, Value> e : shape.map(shape.required(map, "a")).entries().entrySet()) {
      arguments.put(shape.name(e.getKey()), e.getValue());
    }
    return new Request.Call(id, method, arguments);
  }
}
