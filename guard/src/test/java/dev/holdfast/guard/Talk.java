package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A scripted session, both sides of it, before the judge.
final class Talk {
  static final BorgVersion CLIENT = BorgVersion.of(1, 2, 4);

  final SessionPolicy policy;
  final Session session;
  final Tally tally = new Tally();
  long lastId;

  Talk(SessionPolicy policy) {
    this(policy, GuardLimits.standard());
  }

  Talk(SessionPolicy policy, GuardLimits limits) {
    this.policy = policy;
    session = new Session(policy, new ContentUnchecked(), limits, tally);
  }

  Talk(SessionPolicy policy, ContentRules rules) {
    this.policy = policy;
    session = new Session(policy, rules, GuardLimits.standard(), tally);
  }

  static SequencedMap<String, Value> args() {
    return new LinkedHashMap<>();
  }

  static SequencedMap<String, Value> args(String name, Value value) {
    SequencedMap<String, Value> arguments = args();
    arguments.put(name, value);
    return arguments;
  }

  static SequencedMap<String, Value> args(String first, Value one, String second, Value two) {
    SequencedMap<String, Value> arguments = args(first, one);
    arguments.put(second, two);
    return arguments;
  }

  static Raw id(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    return Raw.of(bytes);
  }

  Talk negotiate() {
    lastId = 1;
    Request request = new Request.Negotiate(1, CLIENT);
    assertThat(session.judge(request)).isEqualTo(new Verdict.Forward(request));
    Reply reply = new Reply.Negotiated(1, BorgVersion.of(1, 4, 0));
    assertThat(session.judge(reply)).isEqualTo(new ReplyVerdict.Deliver(reply));
    return this;
  }

  Talk open() {
    negotiate().passes("open", args(), id(77));
    return this;
  }

  Verdict ask(String method, SequencedMap<String, Value> arguments) {
    return session.judge(new Request.Call(++lastId, method, arguments));
  }

  Request.Call forwarded(String method, SequencedMap<String, Value> arguments) {
    Verdict verdict = ask(method, arguments);
    assertThat(verdict).isInstanceOf(Verdict.Forward.class);
    return (Request.Call) ((Verdict.Forward) verdict).request();
  }

  void passes(String method, SequencedMap<String, Value> arguments, Value result) {
    Reply reply = new Reply.Result(forwarded(method, arguments).id(), result);
    assertThat(session.judge(reply)).isEqualTo(new ReplyVerdict.Deliver(reply));
  }

  void refused(String method, SequencedMap<String, Value> arguments, Reason reason) {
    assertThat(ask(method, arguments))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class, refuse -> assertThat(refuse.reason()).isEqualTo(reason));
  }
}
