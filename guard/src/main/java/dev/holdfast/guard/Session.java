package dev.holdfast.guard;

import dev.holdfast.guard.Exchange.Asked;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges the messages of one session. Requests are judged by one thread, what they carry by a
/// second, replies by a third; only what they carry may make one wait.
///
/// Everything that is not permitted is refused, and after the first refusal nothing is forwarded.
final class Session {
  private static final int FAREWELL_ANSWERS_MAX = 1_000;
  private static final int PAGE_MAX = 100_000;

  private final SessionPolicy policy;
  private final Set<RpcMethod> allowed;
  private final ContentRules content;
  private final GuardLimits limits;
  private final Optional<OpenedRepository> ahead;
  private final Exchange exchange = new Exchange();
  private final Tally tally;
  private final ReplyJudge replies;

  // Only the thread that judges requests touches these.
  private long lastId;
  private @Nullable BorgVersion clientVersion;
  private long lastManifestPut;
  private @Nullable Raw lastPut;
  private @Nullable Raw checkpointCandidate;
  private @Nullable Raw deletable;
  private boolean keySaved;
  private boolean rolledBack;
  private Verdict.@Nullable Refuse refusal;
  private int farewellAnswers;

  /// @param ahead if the controller has opened the repository itself
  Session(
      SessionPolicy policy,
      ContentRules content,
      GuardLimits limits,
      Tally tally,
      Optional<OpenedRepository> ahead) {
    this.policy = policy;
    this.allowed = RpcMethod.allowed(policy);
    this.content = content;
    this.limits = limits;
    this.ahead = ahead;
    ahead.ifPresent(opened -> exchange.negotiated(0, opened.serverVersion()));
    this.tally = tally;
    this.replies = new ReplyJudge(policy.pins(), content, exchange, tally);
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
    if (ahead.isPresent()) {
      return new Verdict.Answer(new Reply.Negotiated(negotiate.id(), ahead.get().serverVersion()));
    }
    exchange.asked(new Asked(negotiate.id(), null, false, null));
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
    if (rolledBack && method.writes()) {
      return refuse(Reason.OUT_OF_ORDER, "'" + call.method() + "' cannot follow a rollback");
    }
    boolean stores = method == RpcMethod.PUT || method == RpcMethod.DELETE;
    Optional<Reply.Failure> failed = stores ? exchange.writeFailure() : Optional.empty();
    if (failed.isPresent()) {
      return new Verdict.Answer(repeated(failed.get(), call.id()));
    }
    Verdict verdict = permitted(call, method);
    if (verdict instanceof Verdict.Forward(Request forwarded, Check check)) {
      tally.called(method.wireName());
      Raw object = check instanceof Check.Get(Raw id) ? id : null;
      boolean manifest = check instanceof Check.Manifest;
      exchange.asked(new Asked(forwarded.id(), method, manifest, object));
    }
    return verdict;
  }

  /// A host with a quota looks at it after it has written, so a client that does not mind the error
  /// would fill its disk. Nothing of this session will be committed any more.
  private static Reply.Failure repeated(Reply.Failure first, long id) {
    return new Reply.Failure(
        id,
        first.exceptionClass(),
        first.args(),
        first.brief(),
        first.full(),
        first.trace(),
        first.sysinfo());
  }

  private String notAllowed(String method) {
    return switch (policy) {
      case SessionPolicy.Backup _ -> "a backup session may only add; '" + method + "' is refused";
      case SessionPolicy.ReadOnly _ -> "this session may only read; '" + method + "' is refused";
      case SessionPolicy.Maintenance _ ->
          "this session executes one plan; '" + method + "' is refused";
      case SessionPolicy.Initialise _ ->
          "this session may only create a repository; '" + method + "' is refused";
    };
  }

  private Verdict permitted(Request.Call call, RpcMethod method) {
    Arguments given = new Arguments(call);
    return switch (method) {
      case OPEN ->
          ahead
              .map(opened -> openedAhead(call, opened))
              .orElseGet(() -> forward(call, Arguments.open(policy)));
      case GET -> get(call, given);
      case PUT -> put(call, given);
      case DELETE -> delete(call, given);
      case COMMIT -> commit(call);
      case SAVE_KEY -> saveKey(call, given);
      case COMMIT_NONCE_RESERVATION -> reserveNonces(call, given);
      case ROLLBACK -> rollback(call);
      case LIST, SCAN -> page(call, given);
      case CHECK -> check(call, given);
      case LOAD_KEY ->
          content
              .lockedKey()
              .<Verdict>map(key -> new Verdict.Answer(new Reply.Result(call.id(), key)))
              .orElseGet(() -> forward(call, Arguments.none()));
      case COUNT, GET_FREE_NONCE -> forward(call, Arguments.none());
    };
  }

  private Verdict openedAhead(Request.Call call, OpenedRepository opened) {
    Optional<String> foreign = opened.against(policy.pins());
    if (foreign.isPresent()) {
      return refuse(Reason.WRONG_REPOSITORY, foreign.get());
    }
    tally.called(call.method());
    exchange.succeeded(
        new Asked(call.id(), RpcMethod.OPEN, false, null), RpcMethod.OPEN, opened.id());
    return new Verdict.Answer(new Reply.Result(call.id(), opened.id()));
  }

  private Verdict get(Request.Call call, Arguments given) {
    Optional<Raw> id = given.id();
    if (id.isEmpty()) {
      return badArgument(call);
    }
    return forward(call, Arguments.of("id", id.get()), new Check.Get(id.get()));
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
    if (!manifest && !(policy instanceof SessionPolicy.Backup)) {
      return refuse(Reason.CALL_NOT_ALLOWED, "this session may store the manifest alone");
    }
    if (!policy.pins().ofType(object.get())) {
      return refuse(Reason.CONTENT_REFUSED, "an object is not in the repository's encryption mode");
    }
    deletable = null;
    if (manifest) {
      lastManifestPut = call.id();
      checkpointCandidate = lastPut;
      lastPut = null;
    } else {
      lastPut = id.get();
    }
    Check check =
        manifest ? new Check.Manifest(object.get()) : new Check.Put(id.get(), object.get());
    return forward(call, Arguments.of("id", id.get(), "data", object.get()), check);
  }

  /// Borg deletes one thing only in a backup: the metadata of a checkpoint, which it stored just
  /// before the manifest that it committed last.
  private Verdict delete(Request.Call call, Arguments given) {
    Optional<Raw> id = given.id();
    if (id.isEmpty()) {
      return badArgument(call);
    }
    boolean maintenance = policy instanceof SessionPolicy.Maintenance;
    boolean may = maintenance ? !id.get().equals(ObjectId.MANIFEST) : id.get().equals(deletable);
    if (!may) {
      return refuse(
          Reason.DELETE_NOT_ALLOWED, "a backup session may only add; 'delete' is refused");
    }
    deletable = null;
    return forward(call, Arguments.of("id", id.get()), new Check.Delete(id.get()));
  }

  private Verdict commit(Request.Call call) {
    boolean afterManifest =
        lastManifestPut == call.id() - 1 && exchange.manifestStoredBy() == lastManifestPut;
    if (lastManifestPut == 0 || !afterManifest) {
      return refuse(Reason.COMMIT_NOT_ALLOWED, "a commit must follow a stored manifest");
    }
    if (exchange.writeFailure().isPresent()) {
      return refuse(Reason.COMMIT_NOT_ALLOWED, "an object of this session could not be stored");
    }
    deletable = checkpointCandidate;
    checkpointCandidate = null;
    boolean compact =
        policy instanceof SessionPolicy.Maintenance(_, _, _, MaintenanceTask.Compact _);
    return forward(call, Arguments.commit(compact));
  }

  /// The host forgets what it has taken since the last commit, but the rules remember it as stored;
  /// borg itself leaves after a rollback.
  private Verdict rollback(Request.Call call) {
    rolledBack = true;
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

  /// The host takes the same reservation from where it stands itself, for whoever uses plain borg.
  private Verdict reserveNonces(Request.Call call, Arguments given) {
    OptionalLong start =
        given.isNil("start_nonce") ? OptionalLong.of(0) : given.integer("start_nonce");
    OptionalLong next = given.integer("next_unreserved");
    if (start.isEmpty() || next.isEmpty()) {
      return badArgument(call);
    }
    Optional<String> wrong = content.nonces().reserve(start.getAsLong(), next.getAsLong());
    return wrong
        .<Verdict>map(why -> refuse(Reason.BAD_NONCE_RESERVATION, why))
        .orElseGet(() ->
            forward(
                call,
                Arguments.of(
                    "next_unreserved",
                    new Value.Int(next.getAsLong()),
                    "start_nonce",
                    exchange.hostNonce())));
  }

  private Verdict page(Request.Call call, Arguments given) {
    OptionalLong limit = given.integer("limit");
    Optional<Raw> marker = given.raw("marker", ObjectId.BYTES, ObjectId.BYTES);
    if (limit.isEmpty()
        || limit.getAsLong() < 1
        || limit.getAsLong() > PAGE_MAX
        || (marker.isEmpty() && !given.isNil("marker"))) {
      return badArgument(call);
    }
    Value from = marker.isPresent() ? marker.get() : new Value.Nil();
    return forward(call, Arguments.of("limit", new Value.Int(limit.getAsLong()), "marker", from));
  }

  private Verdict check(Request.Call call, Arguments given) {
    OptionalLong seconds = given.integer("max_duration");
    if (!given.isFalse("repair") || seconds.orElse(0) < 0) {
      return badArgument(call);
    }
    return forward(call, Arguments.check(seconds.orElse(0)));
  }

  private static Verdict forward(Request.Call call, SequencedMap<String, Value> arguments) {
    return forward(call, arguments, new Check.None());
  }

  private static Verdict forward(
      Request.Call call, SequencedMap<String, Value> arguments, Check check) {
    return new Verdict.Forward(Arguments.call(call, arguments), check);
  }

  private static Verdict.Refuse badArgument(Request.Call call) {
    return refuse(Reason.BAD_ARGUMENT, "the arguments of '" + call.method() + "' are not valid");
  }

  private static Verdict.Refuse refuse(Reason reason, String detail) {
    return new Verdict.Refuse(reason, detail);
  }

  /// Judges the repository host's next reply.
  ReplyVerdict judge(Reply reply) {
    return replies.judge(reply);
  }

  /// Judges what a request carries, in the order of the requests; a refusal is final for all that
  /// come after. It may read from the repository host, and wait for it.
  ///
  /// @param examined what looking into the object of a [Check.Put] has shown
  Verdict settle(Verdict.Forward forward, Optional<Examined> examined, OwnReads reads)
      throws IOException {
    return switch (forward.check()) {
      case Check.None _ -> forward;
      case Check.Get(Raw id) -> unless(content.get(id), forward);
      case Check.Delete(Raw id) -> unless(content.delete(id, reads), forward);
      case Check.Manifest(Raw object) -> manifest(object, forward, reads);
      case Check.Put(Raw id, _) ->
          switch (examined.orElseThrow()) {
            case Examined.Unsound(String why) -> condemned(why);
            case Examined.TooLarge(String why) -> condemned(why);
            case Examined.Sound sound -> stored(content.put(id, sound, reads), forward);
          };
    };
  }

  private Verdict manifest(Raw object, Verdict.Forward forward, OwnReads reads) throws IOException {
    try {
      return unless(content.putManifest(object, reads), forward);
    } catch (HostAtFaultException e) {
      Optional<Reply.Failure> failed = exchange.writeFailure();
      if (failed.isPresent()) {
        // It has said itself that it could not store something.
        long id = forward.request().id();
        exchange.answeredHere(id);
        return new Verdict.Answer(repeated(failed.get(), id));
      }
      return condemned(refuse(Reason.WRONG_REPOSITORY, String.valueOf(e.getMessage())));
    }
  }

  private Verdict stored(Storing storing, Verdict.Forward put) {
    return switch (storing) {
      case Storing.Anew _ -> put;
      case Storing.Refused(String why) -> condemned(why);
      case Storing.Held _ -> {
        exchange.answeredHere(put.request().id());
        yield new Verdict.Answer(new Reply.Result(put.request().id(), new Value.Nil()));
      }
    };
  }

  private Verdict unless(Optional<String> wrong, Verdict.Forward forward) {
    return wrong.map(this::condemned).orElse(forward);
  }

  private Verdict condemned(String why) {
    return condemned(refuse(Reason.CONTENT_REFUSED, why));
  }

  private Verdict.Refuse condemned(Verdict.Refuse refused) {
    exchange.condemn(refused);
    return refused;
  }

  MemoryBudget.Share memory() {
    return content.memory();
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

  Optional<Boolean> checkPassed() {
    return exchange.checkPassed();
  }

  Optional<BorgVersion> clientVersion() {
    return Optional.ofNullable(clientVersion);
  }

  Optional<BorgVersion> serverVersion() {
    return exchange.serverVersion();
  }
}
