package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A scripted session, both sides of it, before the judge.
final class Talk {
  static final BorgVersion CLIENT = BorgVersion.of(1, 2, 4);
  static final BorgVersion SERVER = BorgVersion.of(1, 4, 0);

  final SessionPolicy policy;
  final Session session;
  private final ContentRules rules;
  final Tally tally = new Tally();
  long lastId;

  Talk(SessionPolicy policy) {
    this(policy, GuardLimits.standard());
  }

  Talk(SessionPolicy policy, GuardLimits limits) {
    this.policy = policy;
    rules = new Permissive();
    session = new Session(policy, rules, limits, tally, Optional.empty());
  }

  Talk(SessionPolicy policy, ContentRules rules) {
    this.policy = policy;
    this.rules = rules;
    session = new Session(policy, rules, GuardLimits.standard(), tally, Optional.empty());
  }

  /// A session whose repository the controller has opened.
  Talk(SessionPolicy policy, OpenedRepository opened) {
    this.policy = policy;
    rules = new Permissive();
    session = new Session(policy, rules, GuardLimits.standard(), tally, Optional.of(opened));
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
    Reply reply = new Reply.Negotiated(1, SERVER);
    assertThat(session.judge(reply)).isEqualTo(new ReplyVerdict.Deliver(reply));
    return this;
  }

  /// The guard answers in place of the repository host.
  Talk negotiateAhead() {
    lastId = 1;
    assertThat(session.judge(new Request.Negotiate(1, CLIENT)))
        .isEqualTo(new Verdict.Answer(new Reply.Negotiated(1, SERVER)));
    return this;
  }

  Talk open() {
    negotiate().passes("open", args(), id(77));
    return this;
  }

  /// What becomes of a request at the end: its turn has come, and it was looked into.
  Verdict ask(String method, SequencedMap<String, Value> arguments) {
    Verdict verdict = session.judge(new Request.Call(++lastId, method, arguments));
    return verdict instanceof Verdict.Forward forward ? settled(session, rules, forward) : verdict;
  }

  static Verdict settled(Session session, ContentRules rules, Verdict.Forward forward) {
    Optional<Examined> examined =
        forward.check() instanceof Check.Put(Raw id, Raw object)
            ? Optional.of(rules.examine(id, object, new Scratch(ObjectId.OBJECT_BYTES_MAX)))
            : Optional.empty();
    try {
      return session.settle(forward, examined, new NoReads());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A repository host that holds nothing.
  static final class NoReads implements OwnReads {
    @Override
    public Optional<byte[]> get(dev.holdfast.borg.ObjectId id) {
      return Optional.empty();
    }

    @Override
    public void ids(IdReceiver receiver) {}

    @Override
    public void getMany(List<dev.holdfast.borg.ObjectId> ids, Receiver receiver)
        throws java.io.IOException, RefusedException {
      for (dev.holdfast.borg.ObjectId id : ids) {
        receiver.accept(id, Optional.empty());
      }
    }
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
