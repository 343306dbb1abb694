package dev.holdfast.guard;

import dev.holdfast.guard.Exchange.Asked;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Judges the messages of one session. Requests are judged by one thread, replies by another;
/// nothing here waits.
///
/// Everything that is not permitted is refused, and after the first refusal nothing is forwarded.
final class Session {
  /// Borg reserves 2^28 at a time, from where the repository host or its own record is further:
  /// after the host was put back to an older state, an honest target leaps over all it has used
  /// since.
  private static final long NONCE_STEP_MAX = 1L << 40;

  private static final long NONCE_LIMIT = 1L << 62;
  private static final int FAREWELL_ANSWERS_MAX = 1_000;
  private static final int FAILURE_CHARS_MAX = 300;

  private final SessionPolicy policy;
  private final Set<RpcMethod> allowed;
  private final ContentRules content;
  private final GuardLimits limits;
  private final Exchange exchange = new Exchange();
  private final Tally tally;

  // Only the thread that judges requests touches these.
  private long lastId;
  private @Nullable BorgVersion clientVersion;
  private long lastManifestPut;
  private @Nullable Raw lastPut;
  private @Nullable Raw checkpointCandidate;
  private @Nullable Raw deletable;
  private boolean keySaved;
  private Verdict.@Nullable Refuse refusal;
  private int farewellAnswers;

  Session(SessionPolicy policy, ContentRules content, GuardLimits limits, Tally tally) {
    this.policy = policy;
    this.allowed = RpcMethod.allowed(policy);
    this.content = content;
    this.limits = limits;
    this.tally = tally;
  }

  /// Judges the client's next request.
  Verdict judge(Request request) {
    if (refusal == null) {
      refusal = exchange.condemned().orElse(null);
    }
    if (refusal != null) {
      return farewell(request, refusal);
    }
    Verdict verdict = inOrder(request);
    if (verdict instanceof Verdict.Refuse refuse) {
      refusal = refuse;
    }
    return verdict;
  }

  /// After a refusal borg rolls back and leaves; it is kept company until then.
  private Verdict farewell(Request request, Verdict.Refuse first) {
    if (++farewellAnswers > FAREWELL_ANSWERS_MAX) {
      return first;
    }
    boolean rollback =
        request instanceof Request.Call call && call.method().equals(RpcMethod.ROLLBACK.wireName());
    return new Verdict.Answer(
        rollback
            ? new Reply.Result(request.id(), new Value.Nil())
            : Reply.Failure.polite(request.id(), line(first)));
  }

  /// The one line that a refused client prints.
  static String line(Verdict.Refuse refuse) {
    return "Holdfast refuses: " + refuse.detail() + ".";
  }

  private Verdict inOrder(Request request) {
    if (request.id() != lastId + 1) {
      return refuse(
          Reason.OUT_OF_ORDER, "message " + request.id() + " came after message " + lastId);
    }
    lastId = request.id();
    Optional<Verdict.Refuse> budget = overBudget();
    if (budget.isPresent()) {
      return budget.get();
    }
    return switch (request) {
      case Request.Negotiate negotiate -> negotiate(negotiate);
      case Request.Call call -> call(call);
    };
  }

  private Optional<Verdict.Refuse> overBudget() {
    String spent = null;
    if (exchange.inFlight() >= limits.requestsInFlightMax()) {
      spent = "more than " + limits.requestsInFlightMax() + " requests wait for a reply";
    } else if (tally.clientBytes.get() > limits.clientBytesMax()) {
      spent = "more than " + limits.clientBytesMax() + " bytes were sent in one session";
    } else if (tally.fetchedBytes.get() > limits.serverBytesMax()) {
      spent = "more than " + limits.serverBytesMax() + " bytes were read in one session";
    }
    return Optional.ofNullable(spent).map(detail -> refuse(Reason.OVER_BUDGET, detail));
  }

  private Verdict negotiate(Request.Negotiate negotiate) {
    if (negotiate.id() != 1) {
      return refuse(Reason.OUT_OF_ORDER, "a session is negotiated once, at its start");
    }
    clientVersion = negotiate.clientVersion();
    tally.called("negotiate");
    exchange.asked(new Asked(negotiate.id(), null, false));
    return new Verdict.Forward(negotiate);
  }

  private Verdict call(Request.Call call) {
    Optional<RpcMethod> named = RpcMethod.named(call.method());
    boolean open = named.equals(Optional.of(RpcMethod.OPEN));
    if (call.id() == 1 || open != (call.id() == 2)) {
      return refuse(Reason.OUT_OF_ORDER, "'" + call.method() + "' cannot be message " + call.id());
    }
    if (named.isEmpty() || (!open && !allowed.contains(named.get()))) {
      return refuse(Reason.CALL_NOT_ALLOWED, notAllowed(call.method()));
    }
    if (open ? exchange.serverVersion().isEmpty() : !exchange.opened()) {
      return refuse(Reason.OUT_OF_ORDER, "the repository is not open yet");
    }
    RpcMethod method = named.get();
    Verdict verdict = permitted(call, method);
    if (verdict instanceof Verdict.Forward(Request forwarded)) {
      tally.called(method.wireName());
      exchange.asked(new Asked(forwarded.id(), method, lastManifestPut == forwarded.id()));
    }
    return verdict;
  }

  private String notAllowed(String method) {
    return switch (policy) {
      case SessionPolicy.Backup _ -> "a backup session may only add; '" + method + "' is refused";
      case SessionPolicy.ReadOnly _ -> "this session may only read; '" + method + "' is refused";
      case SessionPolicy.Initialise _ ->
          "this session may only create a repository; '" + method + "' is refused";
    };
  }

  private Verdict permitted(Request.Call call, RpcMethod method) {
    Arguments given = new Arguments(call);
    return switch (method) {
      case OPEN -> forward(call, Arguments.open(policy));
      case GET -> get(call, given);
      case PUT -> put(call, given);
      case DELETE -> delete(call, given);
      case COMMIT -> commit(call);
      case SAVE_KEY -> saveKey(call, given);
      case COMMIT_NONCE_RESERVATION -> reserveNonces(call, given);
      case ROLLBACK -> rollback(call);
      case COUNT, LOAD_KEY, GET_FREE_NONCE -> forward(call, Arguments.none());
    };
  }

  private Verdict get(Request.Call call, Arguments given) {
    Optional<Raw> id = given.id();
    if (id.isEmpty()) {
      return badArgument(call);
    }
    return content
        .get(id.get())
        .<Verdict>map(why -> refuse(Reason.CONTENT_REFUSED, why))
        .orElseGet(() -> forward(call, Arguments.of("id", id.get())));
  }

  private Verdict put(Request.Call call, Arguments given) {
    Optional<Raw> id = given.id();
    Optional<Raw> object = given.raw("data", 1, ObjectId.OBJECT_BYTES_MAX);
    if (id.isEmpty() || object.isEmpty()) {
      return badArgument(call);
    }
    if (tally.puts.incrementAndGet() > limits.objectsMax()) {
      return refuse(Reason.OVER_BUDGET, "more than " + limits.objectsMax() + " objects were sent");
    }
    boolean manifest = id.get().equals(ObjectId.MANIFEST);
    if (!manifest && policy instanceof SessionPolicy.Initialise) {
      return refuse(Reason.CALL_NOT_ALLOWED, "a new repository starts with its manifest alone");
    }
    if (!policy.pins().ofType(object.get())) {
      return refuse(Reason.CONTENT_REFUSED, "an object is not in the repository's encryption mode");
    }
    Optional<String> wrong =
        manifest ? content.putManifest(object.get()) : content.put(id.get(), object.get());
    if (wrong.isPresent()) {
      return refuse(Reason.CONTENT_REFUSED, wrong.get());
    }
    deletable = null;
    if (manifest) {
      lastManifestPut = call.id();
      checkpointCandidate = lastPut;
      lastPut = null;
    } else {
      lastPut = id.get();
    }
    return forward(call, Arguments.of("id", id.get(), "data", object.get()));
  }

  /// Borg deletes one thing only in a backup: the metadata of a checkpoint, which it stored just
  /// before the manifest that it committed last.
  private Verdict delete(Request.Call call, Arguments given) {
    Optional<Raw> id = given.id();
    if (id.isEmpty()) {
      return badArgument(call);
    }
    if (!id.get().equals(deletable)) {
      return refuse(
          Reason.DELETE_NOT_ALLOWED, "a backup session may only add; 'delete' is refused");
    }
    deletable = null;
    return content
        .delete(id.get())
        .<Verdict>map(why -> refuse(Reason.CONTENT_REFUSED, why))
        .orElseGet(() -> forward(call, Arguments.of("id", id.get())));
  }

  private Verdict commit(Request.Call call) {
    boolean afterManifest =
        lastManifestPut == call.id() - 1 && exchange.manifestStoredBy() == lastManifestPut;
    if (lastManifestPut == 0 || !afterManifest) {
      return refuse(Reason.COMMIT_NOT_ALLOWED, "a commit must follow a stored manifest");
    }
    if (exchange.writeFailed()) {
      return refuse(Reason.COMMIT_NOT_ALLOWED, "an object of this session could not be stored");
    }
    deletable = checkpointCandidate;
    checkpointCandidate = null;
    return forward(call, Arguments.commit());
  }

  private Verdict rollback(Request.Call call) {
    lastPut = null;
    checkpointCandidate = null;
    deletable = null;
    return forward(call, Arguments.none());
  }

  private Verdict saveKey(Request.Call call, Arguments given) {
    Optional<Raw> key = given.raw("keydata", 1, RpcMethod.keyBytesMax());
    if (key.isEmpty() || keySaved || lastManifestPut != 0) {
      return badArgument(call);
    }
    keySaved = true;
    return forward(call, Arguments.of("keydata", key.get()));
  }

  private Verdict reserveNonces(Request.Call call, Arguments given) {
    Optional<Value> free = exchange.takeFreeNonce();
    OptionalLong start =
        given.isNil("start_nonce") ? OptionalLong.of(0) : given.integer("start_nonce");
    OptionalLong next = given.integer("next_unreserved");
    if (start.isEmpty() || next.isEmpty()) {
      return badArgument(call);
    }
    Value startValue =
        given.isNil("start_nonce") ? new Value.Nil() : new Value.Int(start.getAsLong());
    boolean asAnswered = free.isPresent() && free.get().equals(startValue);
    long from = start.getAsLong();
    long to = next.getAsLong();
    if (!asAnswered || from < 0 || to <= from || to >= NONCE_LIMIT || to - from > NONCE_STEP_MAX) {
      return refuse(
          Reason.BAD_NONCE_RESERVATION, "nonces " + from + " to " + to + " are out of bounds");
    }
    return forward(
        call, Arguments.of("next_unreserved", new Value.Int(to), "start_nonce", startValue));
  }

  private static Verdict forward(Request.Call call, SequencedMap<String, Value> arguments) {
    return new Verdict.Forward(Arguments.call(call, arguments));
  }

  private static Verdict.Refuse badArgument(Request.Call call) {
    return refuse(Reason.BAD_ARGUMENT, "the arguments of '" + call.method() + "' are not valid");
  }

  private static Verdict.Refuse refuse(Reason reason, String detail) {
    return new Verdict.Refuse(reason, detail);
  }

  /// Judges the repository host's next reply.
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
        Optional<String> foreign = policy.pins().against(method, result);
        if (foreign.isPresent()) {
          yield foreign(id, foreign.get());
        }
        if (result instanceof Raw object) {
          tally.fetchedBytes.addAndGet(object.size());
        }
        exchange.succeeded(asked, method, result);
        yield new ReplyVerdict.Deliver(reply);
      }
      case Reply.Failure failure -> {
        tally.failed(sentence(asked, failure));
        exchange.failed(asked);
        yield new ReplyVerdict.Deliver(RebuiltFailure.of(failure));
      }
    };
  }

  private ReplyVerdict foreign(long id, String detail) {
    Verdict.Refuse refusal = refuse(Reason.WRONG_REPOSITORY, detail);
    exchange.condemn(refusal);
    return new ReplyVerdict.Warn(refusal, Reply.Failure.polite(id, line(refusal)));
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

  int inFlight() {
    return exchange.inFlight();
  }

  boolean opened() {
    return exchange.opened();
  }

  int commits() {
    return exchange.commits();
  }

  Optional<BorgVersion> clientVersion() {
    return Optional.ofNullable(clientVersion);
  }

  Optional<BorgVersion> serverVersion() {
    return exchange.serverVersion();
  }
}
