package dev.holdfast.guard;

import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Carries one session between a borg client and `borg serve`, and lets through what the session's
/// policy permits.
///
/// Each direction has its own virtual thread, or the two peers would wait for each other; both end
/// before [#run] returns, because it closes both sides. The thread in [#run] watches the deadlines.
public final class GuardedChannel {
  private static final Duration CLOSED_PUMPS = Duration.ofSeconds(30);

  private final SessionPolicy policy;
  private final GuardLimits limits;
  private final Tally tally = new Tally();
  private final Progress progress = new Progress();
  private final Session session;
  private final AtomicBoolean started = new AtomicBoolean();

  public GuardedChannel(SessionPolicy policy, ContentRules content, GuardLimits limits) {
    this.policy = policy;
    this.limits = limits;
    this.session = new Session(policy, content, limits, tally);
  }

  /// Blocks until the session has ended and both sides are closed. No peer makes it throw.
  ///
  /// @throws IllegalStateException if it was run before
  public SessionReport run(Duplex client, Duplex server) {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a guarded channel carries one session");
    }
    FrameSink toClient = new FrameSink(client.sink());
    FrameSink toServer = new FrameSink(server.sink());
    start("guard requests", () -> pumpRequests(client.source(), toServer, toClient));
    start("guard replies", () -> pumpReplies(server.source(), toClient, toServer));
    boolean interrupted = watch();
    client.close();
    server.close();
    interrupted |= awaitClosedPumps();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return report();
  }

  /// Ends the session at once, from any thread; does nothing if it has ended.
  public void cut(String why) {
    progress.end(new SessionEnd.Cut(why));
    progress.close();
  }

  private void start(String name, Runnable pump) {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            pump.run();
          } catch (RuntimeException | Error e) {
            // A bug of ours must end the session, not leave it half alive.
            progress.end(new SessionEnd.Cut("the guard failed: " + e));
            progress.close();
          } finally {
            progress.pumpDone();
          }
        });
  }

  private boolean watch() {
    try {
      new Watchdog(limits.deadlines(), session, progress, policy)
          .watch()
          .ifPresent(name -> progress.end(new SessionEnd.DeadlinePassed(name)));
      return false;
    } catch (InterruptedException e) {
      progress.end(new SessionEnd.Cut("interrupted"));
      return true;
    }
  }

  private boolean awaitClosedPumps() {
    try {
      if (!progress.awaitPumps(CLOSED_PUMPS)) {
        progress.end(new SessionEnd.Cut("a closed side did not let go"));
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private SessionReport report() {
    return new SessionReport(
        progress.ended().orElseGet(SessionEnd.Completed::new),
        session.commits(),
        tally.clientBytes.get(),
        tally.serverBytes.get(),
        tally.puts.get(),
        tally.calls(),
        session.clientVersion(),
        session.serverVersion(),
        tally.failures());
  }

  // From the client to the server.

  private void pumpRequests(ByteSource source, FrameSink toServer, FrameSink toClient) {
    RequestParser parser = new RequestParser();
    ByteBuffer chunk;
    while ((chunk = next(source, Side.CLIENT)) != null) {
      tally.clientBytes.addAndGet(chunk.remaining());
      progress.clientChunks.incrementAndGet();
      parser.feed(chunk);
      if (!judgeRequests(parser, toServer, toClient)) {
        break;
      }
    }
    if (chunk == null && !parser.atBoundary()) {
      progress.end(new SessionEnd.Lost(Side.CLIENT, "it ended in the middle of a message"));
    }
    end(toServer, Side.SERVER);
  }

  private boolean judgeRequests(RequestParser parser, FrameSink toServer, FrameSink toClient) {
    try {
      for (Optional<Request> next = parser.next(); next.isPresent(); next = parser.next()) {
        if (!act(session.judge(next.get()), next.get(), toServer, toClient)) {
          return false;
        }
      }
    } catch (WireException e) {
      refused(Reason.MALFORMED_REQUEST, detail(e));
      return false;
    }
    return flush(toServer, Side.SERVER);
  }

  /// False when nothing more of the client is to be read.
  private boolean act(Verdict verdict, Request request, FrameSink toServer, FrameSink toClient) {
    return switch (verdict) {
      case Verdict.Forward(Request rebuilt) -> write(toServer, rebuilt);
      case Verdict.Answer(Reply reply) -> answer(toClient, reply);
      case Verdict.Refuse refuse -> {
        boolean again = refused(refuse.reason(), refuse.detail());
        end(toServer, Side.SERVER);
        yield !again && answer(toClient, Reply.Failure.polite(request.id(), Session.line(refuse)));
      }
    };
  }

  private boolean write(FrameSink toServer, Request request) {
    try {
      toServer.write(FrameWriter.encode(request));
      return true;
    } catch (IOException e) {
      lost(Side.SERVER, e);
      return false;
    }
  }

  private boolean answer(FrameSink toClient, Reply reply) {
    try {
      toClient.write(FrameWriter.encode(reply));
      toClient.flush();
      return true;
    } catch (IOException e) {
      lost(Side.CLIENT, e);
      return false;
    }
  }

  // From the server to the client.

  private void pumpReplies(ByteSource source, FrameSink toClient, FrameSink toServer) {
    ReplyParser parser = new ReplyParser();
    Hearing hearing = Hearing.CLIENT_LISTENS;
    ByteBuffer chunk;
    while ((chunk = next(source, Side.SERVER)) != null) {
      tally.serverBytes.addAndGet(chunk.remaining());
      progress.serverChunks.incrementAndGet();
      parser.feed(chunk);
      try {
        hearing = judgeReplies(parser, toClient, hearing);
      } catch (WireException e) {
        refused(Reason.MALFORMED_REPLY, detail(e));
        progress.close();
        return;
      }
      if (hearing == Hearing.OVER) {
        end(toServer, Side.SERVER);
        return;
      }
    }
    serverEnded(parser, toClient);
  }

  /// A client that is gone does not keep the server from being heard to its end.
  private Hearing judgeReplies(ReplyParser parser, FrameSink toClient, Hearing before)
      throws WireException {
    boolean listening = before == Hearing.CLIENT_LISTENS;
    for (Optional<Reply> next = parser.next(); next.isPresent(); next = parser.next()) {
      switch (session.judge(next.get())) {
        case ReplyVerdict.Deliver(Reply reply) -> {
          listening = listening && deliver(toClient, reply);
        }
        case ReplyVerdict.Warn(Verdict.Refuse refusal, Reply answer) -> {
          boolean again = refused(refusal.reason(), refusal.detail());
          if (listening && !again) {
            answer(toClient, answer);
          }
          return Hearing.OVER;
        }
        case ReplyVerdict.Refuse(Reason reason, String detail) -> {
          refused(reason, detail);
          progress.close();
          return Hearing.OVER;
        }
      }
    }
    return listening && flush(toClient, Side.CLIENT)
        ? Hearing.CLIENT_LISTENS
        : Hearing.CLIENT_IS_GONE;
  }

  /// What becomes of the server's replies.
  private enum Hearing {
    CLIENT_LISTENS,
    CLIENT_IS_GONE,
    /// The server was caught; it is not heard any more.
    OVER
  }

  private boolean deliver(FrameSink toClient, Reply reply) {
    try {
      toClient.write(FrameWriter.encode(reply));
      return true;
    } catch (IOException e) {
      lost(Side.CLIENT, e);
      return false;
    }
  }

  private void serverEnded(ReplyParser parser, FrameSink toClient) {
    boolean refused = progress.ended().filter(SessionEnd.Refused.class::isInstance).isPresent();
    if (refused) {
      // The client still has its refusal to read and a rollback to send; it ends the talk.
      return;
    }
    if (!parser.atBoundary()) {
      progress.end(new SessionEnd.Lost(Side.SERVER, "it ended in the middle of a message"));
    } else if (!progress.isEnding()) {
      progress.end(new SessionEnd.Lost(Side.SERVER, "it ended before the client did"));
    }
    end(toClient, Side.CLIENT);
  }

  // Both directions.

  private @Nullable ByteBuffer next(ByteSource source, Side side) {
    try {
      return source.next();
    } catch (IOException e) {
      lost(side, e);
      return null;
    }
  }

  private boolean flush(FrameSink sink, Side side) {
    try {
      sink.flush();
      return true;
    } catch (IOException e) {
      lost(side, e);
      return false;
    }
  }

  private void end(FrameSink sink, Side side) {
    progress.ending();
    try {
      sink.end();
    } catch (IOException e) {
      lost(side, e);
    }
  }

  /// True if something was refused before.
  private boolean refused(Reason reason, String detail) {
    boolean again = progress.ended().filter(SessionEnd.Refused.class::isInstance).isPresent();
    progress.end(new SessionEnd.Refused(reason, detail));
    return again;
  }

  private void lost(Side side, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    progress.end(new SessionEnd.Lost(side, why));
  }

  private static String detail(WireException e) {
    return "bytes that are no message: " + e.getMessage();
  }
}
