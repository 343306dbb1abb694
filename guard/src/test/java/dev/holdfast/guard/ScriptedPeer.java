package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One end of a session that says what a test tells it to.
final class ScriptedPeer {
  private final Duplex duplex;
  private final ReplyParser replies = new ReplyParser();
  private final RequestParser requests = new RequestParser();
  private long lastId;
  private long saidBytes;

  ScriptedPeer(Duplex duplex) {
    this.duplex = duplex;
  }

  static byte[] bytes(Request request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer part : FrameWriter.encode(request)) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
    return bytes.toByteArray();
  }

  void say(byte[] bytes) {
    say(List.of(ByteBuffer.wrap(bytes)));
  }

  private void say(List<ByteBuffer> parts) {
    try {
      for (ByteBuffer part : parts) {
        saidBytes += part.remaining();
        duplex.sink().write(part);
      }
      duplex.sink().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All but the last byte, and nothing after it.
  void sayNearly(List<ByteBuffer> parts) {
    ByteBuffer last = parts.getLast();
    last.limit(last.limit() - 1);
    say(parts);
  }

  long saidBytes() {
    return saidBytes;
  }

  void negotiate() {
    say(FrameWriter.encode(new Request.Negotiate(++lastId, Talk.CLIENT)));
  }

  void open() throws Exception {
    negotiate();
    assertThat(reply()).isInstanceOf(Reply.Negotiated.class);
    call("open", Talk.args());
    result();
  }

  void call(String method, SequencedMap<String, Value> arguments) {
    say(FrameWriter.encode(new Request.Call(++lastId, method, arguments)));
  }

  void reply(Reply reply) {
    say(FrameWriter.encode(reply));
  }

  Reply reply() throws IOException, WireException {
    while (true) {
      Optional<Reply> next = replies.next();
      if (next.isPresent()) {
        return next.get();
      }
      ByteBuffer chunk = duplex.source().next();
      if (chunk == null) {
        throw new AssertionError("the stream ended instead of a reply");
      }
      replies.feed(chunk);
    }
  }

  Value result() throws IOException, WireException {
    Reply reply = reply();
    if (reply instanceof Reply.Result(long _, Value result)) {
      return result;
    }
    throw new AssertionError("no result: " + reply);
  }

  /// The next request, or empty at the end.
  Optional<Request> request() throws IOException, WireException {
    while (true) {
      Optional<Request> next = requests.next();
      if (next.isPresent()) {
        return next;
      }
      ByteBuffer chunk = duplex.source().next();
      if (chunk == null) {
        return Optional.empty();
      }
      requests.feed(chunk);
    }
  }

  void end() throws IOException {
    duplex.sink().end();
  }

  /// Whether the stream ends, whatever comes before.
  boolean heardEnd() throws IOException {
    ByteBuffer chunk = duplex.source().next();
    while (chunk != null) {
      chunk = duplex.source().next();
    }
    return true;
  }
}
