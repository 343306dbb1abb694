package dev.holdfast.guard;

import dev.holdfast.guard.Exchange.Asked;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Value;
import java.util.Optional;
import java.util.stream.Collectors;

/// Judges what the repository host answers, in one thread. Nothing here waits.
final class ReplyJudge {
  private static final int FAILURE_CHARS_MAX = 300;

  private final RepositoryPins pins;
  private final ContentRules content;
  private final Exchange exchange;
  private final Tally tally;

  ReplyJudge(RepositoryPins pins, ContentRules content, Exchange exchange, Tally tally) {
    this.pins = pins;
    this.content = content;
    this.exchange = exchange;
    this.tally = tally;
  }

  ReplyVerdict judge(Reply reply) {
    Optional<Asked> found = exchange.waiting(reply.id());
    if (found.isEmpty()) {
      return unexpected("a reply to message " + reply.id() + ", which does not wait for one");
    }
    Asked asked = found.get();
    RpcMethod method = asked.method();
    return switch (reply) {
      case Reply.Negotiated(long id, BorgVersion version) -> {
        if (method != null) {
          yield unexpected("a negotiation's answer to '" + method.wireName() + "'");
        }
        exchange.negotiated(id, version);
        yield new ReplyVerdict.Deliver(reply);
      }
      case Reply.Result(long id, Value result) -> {
        if (method == null || !method.mayReturn(result)) {
          yield unexpected("a result of the wrong kind for message " + id);
        }
        yield result(asked, method, result);
      }
      case Reply.Failure failure -> {
        tally.failed(sentence(asked, failure));
        Reply.Failure rebuilt = RebuiltFailure.of(failure);
        exchange.failed(asked, rebuilt);
        yield new ReplyVerdict.Deliver(rebuilt);
      }
    };
  }

  private ReplyVerdict result(Asked asked, RpcMethod method, Value result) {
    Optional<String> foreign = pins.against(method, result);
    if (foreign.isPresent()) {
      return foreign(asked.id(), foreign.get());
    }
    Value told = result;
    if (method == RpcMethod.GET && asked.object() != null && result instanceof Raw object) {
      tally.fetchedBytes.addAndGet(object.size());
      Optional<Verdict.Refuse> wrong = content.shown(asked.object(), object);
      if (wrong.isPresent()) {
        return warn(asked.id(), wrong.get());
      }
    }
    if (method == RpcMethod.GET_FREE_NONCE) {
      long claimed = result instanceof Value.Int(long number) ? number : 0;
      Optional<Long> free = content.nonces().free(claimed);
      if (free.isEmpty()) {
        return foreign(
            asked.id(), "the repository host claims a free nonce that cannot be: " + claimed);
      }
      told = new Value.Int(free.get());
    }
    exchange.succeeded(asked, method, result);
    return new ReplyVerdict.Deliver(new Reply.Result(asked.id(), told));
  }

  private ReplyVerdict foreign(long id, String detail) {
    return warn(id, new Verdict.Refuse(Reason.WRONG_REPOSITORY, detail));
  }

  private ReplyVerdict warn(long id, Verdict.Refuse refusal) {
    exchange.condemn(refusal);
    return new ReplyVerdict.Warn(refusal, Reply.Failure.polite(id, Session.line(refusal)));
  }

  private static String sentence(Asked asked, Reply.Failure failure) {
    String brief =
        failure.brief().stream()
            .limit(4)
            .filter(line -> line.size() <= 4 * FAILURE_CHARS_MAX)
            .map(line -> line.asText().orElse("?").replaceAll("\\p{C}", " ").strip())
            .collect(Collectors.joining(" "));
    String method = asked.method() == null ? "negotiate" : asked.method().wireName();
    String all = method + ": " + failure.exceptionClass() + ": " + brief;
    return all.length() <= FAILURE_CHARS_MAX ? all : all.substring(0, FAILURE_CHARS_MAX);
  }

  private static ReplyVerdict unexpected(String detail) {
    return new ReplyVerdict.Refuse(Reason.UNEXPECTED_REPLY, detail);
  }
}
