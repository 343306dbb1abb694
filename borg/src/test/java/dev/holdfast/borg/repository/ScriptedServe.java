package dev.holdfast.borg.repository;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.ConnectionLostException;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A `borg serve` that answers by a script. Strict: what it cannot read fails the test; instead of
/// letting anybody wait, it ends.
final class ScriptedServe implements Duplex {
  /// The id that it gives to its repository.
  static final ObjectId REPOSITORY = new ObjectId(1, 2, 3, 4);

  private final Deque<ByteBuffer> said = new ArrayDeque<>();
  private final List<Request> heard = new ArrayList<>();
  private final RequestParser parser = new RequestParser();
  private final Function<Request, List<ByteBuffer>> script;
  private boolean ended;
  private boolean closed;
  private boolean dies;

  ScriptedServe(Function<Request, List<ByteBuffer>> script) {
    this.script = script;
  }

  /// Opens as Borg does, then answers by the script.
  static ScriptedServe opened(Function<Request.Call, Reply> script) {
    return new ScriptedServe(request ->
        switch (request) {
          case Request.Negotiate n -> negotiated(n.id());
          case Request.Call c when c.method().equals("open") ->
              FrameWriter.encode(new Reply.Result(c.id(), Raw.of(REPOSITORY.bytes())));
          case Request.Call c -> FrameWriter.encode(script.apply(c));
        });
  }

  static List<ByteBuffer> negotiated(long id) {
    return FrameWriter.encode(new Reply.Negotiated(id, BorgVersion.of(1, 4, 0)));
  }

  static List<ByteBuffer> failed(long id, String exceptionClass) {
    Raw secret = Raw.of("/srv/secret/path");
    return FrameWriter.encode(
        new Reply.Failure(
            id, exceptionClass, List.of(secret), List.of(secret), List.of(secret), true, secret));
  }

  /// Loses the connection once everything that was said has been taken.
  void die() {
    dies = true;
  }

  List<Request.Call> calls(String method) {
    return heard.stream()
        .filter(Request.Call.class::isInstance)
        .map(Request.Call.class::cast)
        .filter(call -> call.method().equals(method))
        .toList();
  }

  static Value argument(Request.Call call, String name) {
    return Optional.ofNullable(call.arguments().get(name)).orElseThrow();
  }

  boolean ended() {
    return ended;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public ByteSource source() {
    return this::next;
  }

  private @Nullable ByteBuffer next() throws IOException {
    @Nullable ByteBuffer chunk = said.poll();
    if (chunk == null && dies) {
      throw new ConnectionLostException("the connection to b.example was lost");
    }
    return chunk;
  }

  @Override
  public ByteSink sink() {
    return new ByteSink() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        hear(bytes);
      }

      @Override
      public void flush() {}

      @Override
      public void end() {
        ended = true;
      }
    };
  }

  private void hear(ByteBuffer bytes) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    try {
      parser.feed(bytes);
      Optional<Request> request = parser.next();
      while (request.isPresent()) {
        heard.add(request.get());
        said.addAll(script.apply(request.get()));
        request = parser.next();
      }
    } catch (WireException e) {
      throw new AssertionError("the client does not speak Borg", e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
