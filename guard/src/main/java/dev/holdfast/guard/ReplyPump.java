package dev.holdfast.guard;

import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads the repository host, and passes on to the client what it asked for.
final class ReplyPump {
  private final Session session;
  private final Ends ends;
  private final OwnQuestions questions;
  private final Progress progress;
  private final Tally tally;
  // Of a reply that has not come to its end, or that nobody has taken yet.
  private final Holding incoming;

  ReplyPump(Session session, Ends ends, OwnQuestions questions, Progress progress, Tally tally) {
    this.incoming = new Holding(session.memory());
    this.session = session;
    this.ends = ends;
    this.questions = questions;
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
      questions.end("the repository host ended");
    }
  }

  private void pump(ByteSource source) {
    ReplyParser parser = new ReplyParser();
    Hearing hearing = Hearing.CLIENT_LISTENS;
    ByteBuffer chunk;
    while ((chunk = ends.next(source, Side.SERVER)) != null) {
      tally.serverBytes.addAndGet(chunk.remaining());
      progress.serverChunks.incrementAndGet();
      parser.feed(chunk);
      try {
        hearing = judge(parser, hearing);
      } catch (WireException e) {
        if (progress.isEnding() && !session.opened()) {
          // Borg's last words to a client that left before its open: a sentence, on the wrong
          // stream.
          ends.end(Side.CLIENT);
          return;
        }
        ends.refused(Reason.MALFORMED_REPLY, Ends.detail(e));
        progress.close();
        return;
      }
      if (hearing == Hearing.OVER) {
        ends.end(Side.SERVER);
        return;
      }
      incoming.set(parser.heldBytes());
    }
    serverEnded(parser);
  }

  /// A client that is gone does not keep the server from being heard to its end.
  private Hearing judge(ReplyParser parser, Hearing before) throws WireException {
    boolean listening = before == Hearing.CLIENT_LISTENS;
    for (Optional<Reply> next = parser.next(); next.isPresent(); next = parser.next()) {
      switch (verdict(next.get())) {
        case ReplyVerdict.Keep _ -> {}
        case ReplyVerdict.Deliver(Reply reply) -> listening = listening && ends.deliver(reply);
        case ReplyVerdict.Warn(Verdict.Refuse refusal, Reply answer) -> {
          boolean again = ends.refused(refusal.reason(), refusal.detail());
          if (listening && !again) {
            ends.answer(answer);
          }
          return Hearing.OVER;
        }
        case ReplyVerdict.Refuse(Reason reason, String detail) -> {
          ends.refused(reason, detail);
          progress.close();
          return Hearing.OVER;
        }
      }
    }
    return listening && ends.flush(Side.CLIENT) ? Hearing.CLIENT_LISTENS : Hearing.CLIENT_IS_GONE;
  }

  private ReplyVerdict verdict(Reply reply) {
    if (!OwnQuestions.isOurs(reply.id())) {
      return session.judge(reply);
    }
    return questions
        .answer(reply)
        .<ReplyVerdict>map(why -> new ReplyVerdict.Refuse(Reason.UNEXPECTED_REPLY, why))
        .orElseGet(ReplyVerdict.Keep::new);
  }

  /// What becomes of the server's replies.
  private enum Hearing {
    CLIENT_LISTENS,
    CLIENT_IS_GONE,
    /// The server was caught; it is not heard any more.
    OVER
  }

  private void serverEnded(ReplyParser parser) {
    if (ends.isClientTold()) {
      // The client still has its refusal to read and a rollback to send; it ends the talk.
      return;
    }
    if (!parser.atBoundary()) {
      ends.lost(Side.SERVER, "it ended in the middle of a message");
    } else if (!progress.isEnding()) {
      ends.lost(Side.SERVER, "it ended before the client did");
    }
    ends.end(Side.CLIENT);
  }
}
