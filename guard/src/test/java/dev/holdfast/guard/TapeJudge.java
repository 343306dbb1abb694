package dev.holdfast.guard;

import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plays a tape before the judge and notes what it lets through. Ends at the first refusal.
final class TapeJudge {
  private final ContentRules rules = new Permissive();
  private final Session session;
  private final RequestParser requests = new RequestParser();
  private final ReplyParser replies = new ReplyParser();
  final List<String> forwarded = new ArrayList<>();
  @Nullable Reason refused;
  boolean malformed;

  TapeJudge(SessionPolicy policy) {
    session = new Session(policy, rules, GuardLimits.standard(), new Tally(), Optional.empty());
  }

  TapeJudge play(Tape tape) {
    try {
      for (Tape.Piece piece : tape.pieces()) {
        ByteBuffer chunk = ByteBuffer.wrap(piece.bytes().toByteArray());
        boolean goOn = piece.side() == Side.CLIENT ? client(chunk) : server(chunk);
        if (!goOn) {
          break;
        }
      }
    } catch (WireException e) {
      malformed = true;
    }
    return this;
  }

  int commits() {
    return session.commits();
  }

  private boolean client(ByteBuffer chunk) throws WireException {
    requests.feed(chunk);
    for (Optional<Request> next = requests.next(); next.isPresent(); next = requests.next()) {
      switch (session.judge(next.get())) {
        case Verdict.Forward(Request.Call call, _) -> forwarded.add(call.method());
        case Verdict.Forward(Request.Negotiate _, _) -> forwarded.add("negotiate");
        case Verdict.Answer _ -> throw new AssertionError("only a refused session is answered");
        case Verdict.Refuse(Reason reason, _) -> {
          refused = reason;
          return false;
        }
      }
    }
    return true;
  }

  private boolean server(ByteBuffer chunk) throws WireException {
    replies.feed(chunk);
    for (Optional<Reply> next = replies.next(); next.isPresent(); next = replies.next()) {
      switch (session.judge(next.get())) {
        case ReplyVerdict.Deliver _, ReplyVerdict.Keep _ -> {}
        case ReplyVerdict.Warn(Verdict.Refuse(Reason reason, _), _) -> refused = reason;
        case ReplyVerdict.Refuse(Reason reason, _) -> refused = reason;
      }
      if (refused != null) {
        return false;
      }
    }
    return true;
  }
}
