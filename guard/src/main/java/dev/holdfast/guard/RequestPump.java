package dev.holdfast.guard;

import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads the client, and hands what may come now to the [Forwarder].
final class RequestPump {
  private final Session session;
  private final Ends ends;
  private final Forwarder forwarder;
  private final Progress progress;
  private final Tally tally;
  // Of a message that has not come to its end, or waits for room at the bench.
  private final Holding incoming;

  RequestPump(Session session, Ends ends, Forwarder forwarder, Progress progress, Tally tally) {
    this.incoming = new Holding(session.memory());
    this.session = session;
    this.ends = ends;
    this.forwarder = forwarder;
    this.progress = progress;
    this.tally = tally;
  }

  void run(ByteSource source) {
    try {
      pump(source);
    } catch (MemoryBudget.SpentException _) {
      ends.memorySpent();
      progress.close();
    } finally {
      forwarder.noMore();
    }
  }

  private void pump(ByteSource source) {
    RequestParser parser = new RequestParser();
    ByteBuffer chunk;
    while ((chunk = ends.next(source, Side.CLIENT)) != null) {
      tally.clientBytes.addAndGet(chunk.remaining());
      parser.feed(chunk);
      if (!judge(parser)) {
        return;
      }
      incoming.set(parser.heldBytes());
    }
    if (!parser.atBoundary()) {
      ends.lost(Side.CLIENT, "it ended in the middle of a message");
    }
  }

  /// False when nothing more of the client is to be read.
  private boolean judge(RequestParser parser) {
    try {
      for (Optional<Request> next = parser.next(); next.isPresent(); next = parser.next()) {
        progress.clientMessages.incrementAndGet();
        if (!act(session.judge(next.get()), next.get())) {
          return false;
        }
      }
      return true;
    } catch (WireException e) {
      ends.refused(Reason.MALFORMED_REQUEST, Ends.detail(e));
      ends.end(Side.SERVER);
      return false;
    }
  }

  private boolean act(Verdict verdict, Request request) {
    return switch (verdict) {
      case Verdict.Forward forward -> forwarder.add(forward);
      case Verdict.Answer(Reply reply) -> ends.answer(reply);
      case Verdict.Refuse refuse -> {
        boolean again = ends.refused(refuse.reason(), refuse.detail());
        ends.end(Side.SERVER);
        yield !again && ends.answer(Reply.Failure.polite(request.id(), Session.line(refuse)));
      }
    };
  }
}
