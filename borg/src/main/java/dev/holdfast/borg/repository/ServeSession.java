package dev.holdfast.borg.repository;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.ConnectionLostException;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Questions and answers in order: the answer that comes next must be that of the oldest question.
final class ServeSession implements AutoCloseable {
  private static final int QUOTE_BYTES_MAX = 80;

  private final Duplex serve;
  private final ReplyParser replies = new ReplyParser();
  private final Queue<Long> unanswered = new ArrayDeque<>();

  /// The start of what came first, to be quoted if it was not Borg that spoke.
  private String opening = "";

  private long lastId;
  private boolean broken;
  private boolean handedOver;

  ServeSession(Duplex serve) {
    this.serve = serve;
  }

  BorgVersion negotiate(BorgVersion spoken) throws IOException {
    send(new Request.Negotiate(++lastId, spoken));
    if (reply() instanceof Reply.Negotiated(long _, BorgVersion version)) {
      return version;
    }
    throw violation("it answered something else to the first question");
  }

  Value call(String method, Value.Map arguments) throws IOException {
    ask(method, arguments);
    return answer();
  }

  void ask(String method, Value.Map arguments) throws IOException {
    SequencedMap<String, Value> named = new LinkedHashMap<>();
    arguments.entries().forEach((name, value) -> named.put(name.asText().orElseThrow(), value));
    send(new Request.Call(++lastId, method, named));
  }

  Value answer() throws IOException {
    return switch (reply()) {
      case Reply.Result(long _, Value result) -> result;
      case Reply.Failure failure -> throw refused(failure);
      case Reply.Negotiated _ -> throw violation("it negotiated twice");
    };
  }

  private static RepositoryException refused(Reply.Failure failure) {
    RepositoryFailure kind = RepositoryFailure.ofException(failure.exceptionClass());
    return new RepositoryException(
        kind, kind == RepositoryFailure.OTHER ? failure.exceptionClass() : "");
  }

  private void send(Request request) throws IOException {
    if (broken) {
      throw new IllegalStateException("this session was given up");
    }
    for (ByteBuffer part : FrameWriter.encode(request)) {
      serve.sink().write(part);
    }
    serve.sink().flush();
    unanswered.add(request.id());
  }

  private Reply reply() throws IOException {
    try {
      Optional<Reply> reply = replies.next();
      while (reply.isEmpty()) {
        replies.feed(more());
        reply = replies.next();
      }
      Long expected = unanswered.poll();
      if (expected == null || reply.get().id() != expected) {
        throw violation("it answered another question than the one it was asked");
      }
      return reply.get();
    } catch (WireException e) {
      throw violation(
          opening.isEmpty()
              ? e.getMessage()
              : "it began with \"" + opening + "\"; silence what its login prints");
    }
  }

  private ByteBuffer more() throws IOException {
    @Nullable ByteBuffer chunk;
    try {
      chunk = serve.source().next();
    } catch (ConnectionLostException e) {
      broken = true;
      throw new RepositoryException(RepositoryFailure.ENDED, String.valueOf(e.getMessage()));
    }
    if (chunk == null) {
      broken = true;
      throw new RepositoryException(RepositoryFailure.ENDED, "");
    }
    if (replies.offset() == 0) {
      opening = quote(chunk.duplicate());
    }
    return chunk;
  }

  /// Only what is printable, and only if it starts so: Borg's own first byte never is.
  private static String quote(ByteBuffer chunk) {
    byte[] start = new byte[Math.min(chunk.remaining(), QUOTE_BYTES_MAX)];
    chunk.get(start);
    String text = new String(start, StandardCharsets.US_ASCII).strip();
    return text.isEmpty() || text.charAt(0) > '~' ? "" : text.replaceAll("[^ -~]+.*", "");
  }

  private RepositoryException violation(@Nullable String detail) {
    broken = true;
    return new RepositoryException(RepositoryFailure.NOT_BORG, String.valueOf(detail));
  }

  /// Nothing more can be asked: answers may be under way that nobody will take.
  void abandon() {
    broken = true;
  }

  /// Leaves the conversation to somebody else, who finds no answer under way in it.
  void handOver() throws IOException {
    if (broken || !unanswered.isEmpty() || !replies.atBoundary()) {
      throw violation("it says more than it was asked");
    }
    handedOver = true;
    broken = true;
  }

  @Override
  public void close() {
    if (handedOver) {
      return;
    }
    try {
      if (!broken && unanswered.isEmpty()) {
        serve.sink().end();
        // Nothing should come but the end; anything else is no reason to go on reading.
        @Nullable ByteBuffer unasked = serve.source().next();
        broken = unasked != null;
      }
    } catch (IOException e) {
      // The session is over either way, and all its answers have been taken.
      broken = true;
    } finally {
      broken = true;
      serve.close();
    }
  }
}
