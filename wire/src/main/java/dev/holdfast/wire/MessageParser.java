package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns chunks of one direction into messages, each understood from one value.
///
/// Not for several threads. After the first [WireException] it throws the same again.
final class MessageParser<T> {
  /// Understands a value.
  interface Understanding<T> {
    T of(Value value, Shape shape) throws WireException;
  }

  private final ValueParser values;
  private final Understanding<T> understanding;
  private @Nullable WireException failure;

  MessageParser(WireLimits limits, Understanding<T> understanding) {
    this.values = new ValueParser(limits);
    this.understanding = understanding;
  }

  void feed(ByteBuffer chunk) {
    values.feed(chunk);
  }

  Optional<T> next() throws WireException {
    if (failure != null) {
      throw failure;
    }
    long start = values.valueStart();
    Optional<Value> value = values.next();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(understanding.of(value.get(), new Shape(start)));
    } catch (WireException e) {
      failure = e;
      throw e;
    }
  }

  boolean atBoundary() {
    return values.atBoundary();
  }

  long heldBytes() {
    return values.heldBytes();
  }

  long offset() {
    return values.offset();
  }
}
