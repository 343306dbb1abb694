package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static dev.holdfast.guard.Talk.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  private static final Value NIL = new Value.Nil();
  private static final Raw MANIFEST = ObjectId.MANIFEST;
  private static final Raw DATA = Raw.of("an object");

  private static Talk backup() {
    return new Talk(new SessionPolicy.Backup("/backups/web", Duration.ofSeconds(7)));
  }

  private static Talk openBackup() {
    return backup().open();
  }

  // What a backup does.

  @Test
  void a_whole_backup_with_a_checkpoint_passes() {
    Talk talk = openBackup();
    talk.passes("get", args("id", MANIFEST), Raw.of("manifest"));
    talk.passes("load_key", args(), Raw.of("key"));
    talk.passes("load_key", args(), Raw.of("key"));
    talk.passes("__len__", args(), new Value.Int(3));
    talk.passes("get_free_nonce", args(), new Value.Int(100));
    talk.passes(
        "commit_nonce_reservation",
        args("next_unreserved", new Value.Int(5_000), "start_nonce", new Value.Int(100)),
        NIL);
    talk.passes("put", args("id", id(1), "data", DATA), NIL);
    talk.passes("put", args("id", id(2), "data", DATA), NIL);
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    talk.passes("commit", args(), NIL);
    talk.passes("delete", args("id", id(2)), NIL);
    talk.passes("put", args("id", id(3), "data", DATA), NIL);
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    talk.passes("commit", args(), NIL);
    assertThat(talk.session.commits()).isEqualTo(2);
    assertThat(talk.tally.calls()).containsEntry("put", 5L).containsEntry("delete", 1L);
  }

  @Test
  void a_client_of_a_repository_that_is_open_is_answered_and_goes_on() {
    Talk talk = ahead().negotiateAhead();
    assertThat(talk.session.opened()).isFalse();
    SequencedMap<String, Value> elsewhere = args("path", Raw.of("/elsewhere"), "lock", NIL);
    assertThat(talk.ask("open", elsewhere))
        .isEqualTo(new Verdict.Answer(new Reply.Result(2, id(77))));
    assertThat(talk.session.opened()).isTrue();
    assertThat(talk.session.serverVersion()).contains(Talk.SERVER);
    talk.passes("get", args("id", MANIFEST), Raw.of("manifest"));
    assertThat(talk.tally.calls()).containsEntry("negotiate", 1L).containsEntry("open", 1L);
  }

  @Test
  void a_client_of_a_repository_that_is_open_still_negotiates_and_opens_first_and_once() {
    ahead().refused("open", args(), Reason.OUT_OF_ORDER);
    ahead().negotiateAhead().refused("get", args("id", MANIFEST), Reason.OUT_OF_ORDER);
    Talk talk = ahead().negotiateAhead();
    talk.ask("open", args());
    talk.refused("open", args(), Reason.OUT_OF_ORDER);
  }

  private static Talk ahead() {
    SessionPolicy policy = new SessionPolicy.Backup("/backups/web", Duration.ofSeconds(7));
    return new Talk(policy, new OpenedRepository(Talk.SERVER, id(77)));
  }

  @Test
  void an_interrupted_backup_rolls_back() {
    Talk talk = openBackup();
    talk.passes("put", args("id", id(1), "data", DATA), NIL);
    talk.passes("rollback", args(), NIL);
    assertThat(talk.session.commits()).isZero();
  }

  @Test
  void what_was_rolled_back_is_not_built_upon() {
    Talk talk = openBackup();
    talk.passes("put", args("id", id(1), "data", DATA), NIL);
    talk.passes("rollback", args(), NIL);
    talk.passes("get", args("id", MANIFEST), Raw.of("manifest"));
    talk.refused("put", args("id", MANIFEST, "data", DATA), Reason.OUT_OF_ORDER);
  }

  @Test
  void versions_are_learned_from_both_sides() {
    Talk talk = openBackup();
    assertThat(talk.session.clientVersion()).contains(BorgVersion.of(1, 2, 4));
    assertThat(talk.session.serverVersion()).contains(BorgVersion.of(1, 4, 0));
  }

  // What is forwarded is ours.

  @Test
  void the_open_is_written_by_the_controller_alone() {
    Talk talk = backup().negotiate();
    SequencedMap<String, Value> sent = args("path", Raw.of("/etc"), "create", new Value.Bool(true));
    sent.put("lock", new Value.Bool(false));
    sent.put("exclusive", new Value.Bool(false));
    sent.put("append_only", new Value.Bool(false));
    sent.put("make_parent_dirs", new Value.Bool(true));
    SequencedMap<String, Value> opened = talk.forwarded("open", sent).arguments();
    assertThat(opened)
        .containsEntry("path", Raw.of("/backups/web"))
        .containsEntry("create", new Value.Bool(false))
        .containsEntry("lock_wait", new Value.Int(7))
        .containsEntry("lock", new Value.Bool(true))
        .containsEntry("exclusive", new Value.Bool(true))
        .containsEntry("append_only", new Value.Bool(true))
        .containsEntry("make_parent_dirs", new Value.Bool(false))
        .hasSize(7);
  }

  @Test
  void a_reader_shares_the_lock_and_a_creator_creates() {
    Talk reader = new Talk(new SessionPolicy.ReadOnly("/r", Duration.ofDays(99)));
    assertThat(reader.negotiate().forwarded("open", args()).arguments())
        .containsEntry("exclusive", new Value.Bool(false))
        .containsEntry("lock", new Value.Bool(true))
        .containsEntry("lock_wait", new Value.Int(86_400));
    Talk creator = new Talk(new SessionPolicy.Initialise("/r"));
    assertThat(creator.negotiate().forwarded("open", args()).arguments())
        .containsEntry("create", new Value.Bool(true))
        .as("or the repository would be append-only for ever, for the controller too")
        .containsEntry("append_only", new Value.Bool(false));
  }

  @Test
  void unknown_arguments_do_not_reach_the_repository_host() {
    Talk talk = openBackup();
    SequencedMap<String, Value> sent = args("id", id(1), "data", DATA);
    sent.put("wait", new Value.Bool(true));
    sent.put("sneaky", new Value.Int(1));
    assertThat(talk.forwarded("put", sent).arguments()).containsOnlyKeys("id", "data");
    assertThat(talk.forwarded("load_key", args("x", NIL)).arguments()).isEmpty();
  }

  @Test
  void a_commit_is_forwarded_in_its_harmless_form() {
    Talk talk = openBackup();
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    SequencedMap<String, Value> greedy = args("compact", new Value.Bool(true));
    greedy.put("save_space", new Value.Bool(true));
    greedy.put("cleanup_commits", new Value.Bool(true));
    greedy.put("threshold", new Value.Real(0.0));
    assertThat(talk.forwarded("commit", greedy).arguments())
        .containsOnlyKeys("compact", "save_space", "cleanup_commits")
        .allSatisfy((name, value) -> assertThat(value).isEqualTo(new Value.Bool(false)));
  }

  // What is refused.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save_key",
        "break_lock",
        "destroy",
        "check",
        "list",
        "scan",
        "inject_exception",
        "flags",
        "close",
        "__init__",
        "Get",
        "get_"
      })
  void calls_that_only_an_attacker_needs_are_refused(String method) {
    openBackup().refused(method, args("id", id(1)), Reason.CALL_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put",
        "delete",
        "commit",
        "save_key",
        "get_free_nonce",
        "commit_nonce_reservation",
        "list"
      })
  void a_reader_cannot_write(String method) {
    new Talk(new SessionPolicy.ReadOnly("/r", Duration.ZERO))
        .open()
        .refused(method, args("id", id(1), "data", DATA), Reason.CALL_NOT_ALLOWED);
  }

  @Test
  void a_creator_stores_one_key_and_one_manifest_and_nothing_else() {
    Talk talk = new Talk(new SessionPolicy.Initialise("/r")).open();
    talk.passes("save_key", args("keydata", Raw.of("key")), NIL);
    NoncesTest.askNonce(talk, NIL, 0);
    talk.passes(
        "commit_nonce_reservation",
        args("next_unreserved", new Value.Int(1 << 28), "start_nonce", NIL),
        NIL);
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    talk.passes("commit", args(), NIL);
    talk.refused("put", args("id", id(1), "data", DATA), Reason.CALL_NOT_ALLOWED);
    Talk again = new Talk(new SessionPolicy.Initialise("/r")).open();
    again.passes("save_key", args("keydata", Raw.of("key")), NIL);
    again.refused("save_key", args("keydata", Raw.of("key")), Reason.BAD_ARGUMENT);
  }

  @Test
  void ids_start_at_one_and_leave_no_gap() {
    for (long id : new long[] {2, 7, Long.MAX_VALUE}) {
      assertThat(reason(backup().session.judge(new Request.Negotiate(id, Talk.CLIENT))))
          .isEqualTo(Reason.OUT_OF_ORDER);
    }
    for (long id : new long[] {1, 2, 4, 99}) {
      Talk talk = openBackup();
      assertThat(reason(talk.session.judge(new Request.Call(id, "load_key", args()))))
          .isEqualTo(Reason.OUT_OF_ORDER);
    }
  }

  @Test
  void a_session_opens_once_and_in_order() {
    openBackup().refused("open", args(), Reason.OUT_OF_ORDER);
    backup().refused("open", args(), Reason.OUT_OF_ORDER);
    backup().negotiate().refused("get", args("id", MANIFEST), Reason.OUT_OF_ORDER);
    backup().negotiate().refused("negotiate", args(), Reason.OUT_OF_ORDER);
    Talk talk = openBackup();
    assertThat(reason(talk.session.judge(new Request.Negotiate(3, Talk.CLIENT))))
        .isEqualTo(Reason.OUT_OF_ORDER);
  }

  @Test
  void nothing_is_asked_before_the_open_is_answered() {
    Talk hasty = backup();
    hasty.session.judge(new Request.Negotiate(1, Talk.CLIENT));
    assertThat(reason(hasty.session.judge(new Request.Call(2, "open", args()))))
        .isEqualTo(Reason.OUT_OF_ORDER);
    Talk failed = backup().negotiate();
    Request.Call open = failed.forwarded("open", args());
    failed.session.judge(Reply.Failure.polite(open.id(), "no"));
    failed.refused("load_key", args(), Reason.OUT_OF_ORDER);
  }

  @Test
  void arguments_have_their_type_and_length() {
    Raw longId = Raw.of(new byte[33]);
    openBackup().refused("get", args(), Reason.BAD_ARGUMENT);
    openBackup().refused("get", args("id", longId), Reason.BAD_ARGUMENT);
    openBackup().refused("get", args("id", new Value.Int(1)), Reason.BAD_ARGUMENT);
    openBackup().refused("put", args("id", id(1)), Reason.BAD_ARGUMENT);
    openBackup().refused("put", args("id", longId, "data", DATA), Reason.BAD_ARGUMENT);
    openBackup().refused("put", args("id", id(1), "data", Raw.of("")), Reason.BAD_ARGUMENT);
    openBackup().refused("put", args("id", id(1), "data", NIL), Reason.BAD_ARGUMENT);
    openBackup().refused("delete", args("id", DATA), Reason.BAD_ARGUMENT);
    Raw tooLarge = Raw.of(new byte[20_971_480]);
    openBackup().refused("put", args("id", id(1), "data", tooLarge), Reason.BAD_ARGUMENT);
    Raw largest = Raw.of(new byte[20_971_479]);
    openBackup().passes("put", args("id", id(1), "data", largest), NIL);
  }

  @Test
  void nothing_is_deleted_but_the_last_checkpoint_of_this_session() {
    openBackup().refused("delete", args("id", id(1)), Reason.DELETE_NOT_ALLOWED);
    openBackup().refused("delete", args("id", MANIFEST), Reason.DELETE_NOT_ALLOWED);
    Talk notCommitted = openBackup();
    notCommitted.passes("put", args("id", id(1), "data", DATA), NIL);
    notCommitted.refused("delete", args("id", id(1)), Reason.DELETE_NOT_ALLOWED);
    checkpoint(id(1)).refused("delete", args("id", MANIFEST), Reason.DELETE_NOT_ALLOWED);
    checkpoint(id(1)).refused("delete", args("id", id(9)), Reason.DELETE_NOT_ALLOWED);
    Talk twice = checkpoint(id(1));
    twice.passes("delete", args("id", id(1)), NIL);
    twice.refused("delete", args("id", id(1)), Reason.DELETE_NOT_ALLOWED);
    Talk late = checkpoint(id(1));
    late.passes("put", args("id", id(2), "data", DATA), NIL);
    late.refused("delete", args("id", id(1)), Reason.DELETE_NOT_ALLOWED);
    Talk rolledBack = checkpoint(id(1));
    rolledBack.passes("rollback", args(), NIL);
    rolledBack.refused("delete", args("id", id(1)), Reason.OUT_OF_ORDER);
  }

  private static Talk checkpoint(Raw archive) {
    Talk talk = openBackup();
    talk.passes("put", args("id", id(8), "data", DATA), NIL);
    talk.passes("put", args("id", archive, "data", DATA), NIL);
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    talk.passes("commit", args(), NIL);
    return talk;
  }

  @Test
  void a_commit_follows_a_stored_manifest_directly() {
    openBackup().refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
    Talk noManifest = openBackup();
    noManifest.passes("put", args("id", id(1), "data", DATA), NIL);
    noManifest.refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
    Talk somethingBetween = openBackup();
    somethingBetween.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    somethingBetween.passes("load_key", args(), Raw.of("key"));
    somethingBetween.refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
    Talk twice = checkpoint(id(1));
    twice.refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
    Talk unanswered = openBackup();
    unanswered.forwarded("put", args("id", MANIFEST, "data", DATA));
    unanswered.refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
  }

  @Test
  void a_session_that_lost_an_object_is_not_committed() {
    Talk talk = openBackup();
    Request.Call put = talk.forwarded("put", args("id", id(1), "data", DATA));
    talk.session.judge(Reply.Failure.polite(put.id(), "disk full"));
    assertThat(talk.ask("put", args("id", id(5), "data", DATA)))
        .as("nothing more is written to a host that is full")
        .isInstanceOfSatisfying(
            Verdict.Answer.class,
            answer -> assertThat(answer.reply()).isInstanceOf(Reply.Failure.class));
    assertThat(talk.ask("put", args("id", MANIFEST, "data", DATA)))
        .isInstanceOf(Verdict.Answer.class);
    talk.refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
    Talk manifestLost = openBackup();
    put = manifestLost.forwarded("put", args("id", MANIFEST, "data", DATA));
    manifestLost.session.judge(Reply.Failure.polite(put.id(), "disk full"));
    manifestLost.refused("commit", args(), Reason.COMMIT_NOT_ALLOWED);
  }

  @Test
  void after_a_refusal_nothing_is_forwarded_and_the_client_may_leave_politely() {
    Talk talk = openBackup();
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    talk.refused("destroy", args(), Reason.CALL_NOT_ALLOWED);
    assertThat(talk.ask("commit", args())).isInstanceOf(Verdict.Answer.class);
    assertThat(talk.ask("load_key", args())).isInstanceOf(Verdict.Answer.class);
    assertThat(talk.ask("rollback", args()))
        .isEqualTo(new Verdict.Answer(new Reply.Result(talk.lastId, NIL)));
    assertThat(talk.session.judge(new Request.Negotiate(1, Talk.CLIENT)))
        .isInstanceOf(Verdict.Answer.class);
    for (int i = 0; i < 1_000; i++) {
      talk.ask("get", args("id", id(1)));
    }
    assertThat(talk.ask("get", args("id", id(1))))
        .as("its patience ends")
        .isInstanceOf(Verdict.Refuse.class);
  }

  @Test
  void budgets_end_a_session() {
    GuardLimits.Deadlines deadlines = GuardLimits.Deadlines.standard();
    Talk many = new Talk(backup().policy, new GuardLimits(2, 99, 99, 99, deadlines)).open();
    many.forwarded("get", args("id", id(1)));
    many.forwarded("get", args("id", id(1)));
    many.refused("get", args("id", id(1)), Reason.OVER_BUDGET);
    Talk greedy = new Talk(backup().policy, new GuardLimits(9, 99, 99, 99, deadlines)).open();
    greedy.passes("get", args("id", id(1)), Raw.of(new byte[100]));
    greedy.refused("get", args("id", id(1)), Reason.OVER_BUDGET);
    Talk generous = new Talk(backup().policy, new GuardLimits(9, 99, 99, 99, deadlines)).open();
    generous.tally.clientBytes.set(100);
    generous.refused("get", args("id", id(1)), Reason.OVER_BUDGET);
    Talk busy = new Talk(backup().policy, new GuardLimits(9, 99, 99, 1, deadlines)).open();
    busy.passes("put", args("id", id(1), "data", DATA), NIL);
    busy.refused("put", args("id", id(2), "data", DATA), Reason.OVER_BUDGET);
  }

  @Test
  void content_rules_have_the_last_word() {
    Talk talk = new Talk(backup().policy, new Suspicious()).open();
    talk.passes("put", args("id", id(1), "data", DATA), NIL);
    talk.refused("put", args("id", id(1), "data", Raw.of("bad")), Reason.CONTENT_REFUSED);
    talk = new Talk(backup().policy, new Suspicious()).open();
    talk.refused("put", args("id", MANIFEST, "data", Raw.of("bad")), Reason.CONTENT_REFUSED);
    talk = new Talk(backup().policy, new Suspicious()).open();
    talk.refused("get", args("id", id(13)), Reason.CONTENT_REFUSED);
    talk = new Talk(backup().policy, new Suspicious()).open();
    talk.passes("put", args("id", id(13), "data", DATA), NIL);
    talk.passes("put", args("id", MANIFEST, "data", DATA), NIL);
    talk.passes("commit", args(), NIL);
    talk.refused("delete", args("id", id(13)), Reason.CONTENT_REFUSED);
  }

  /// Dislikes one content and one id.
  private static final class Suspicious extends Permissive {
    @Override
    public Examined examine(Raw id, Raw content, Scratch scratch) {
      return content.equals(Raw.of("bad"))
          ? new Examined.Unsound("it is bad")
          : super.examine(id, content, scratch);
    }

    @Override
    public Optional<String> putManifest(Raw content, OwnReads reads) {
      return when(content.equals(Raw.of("bad")));
    }

    @Override
    public Optional<String> delete(Raw id, OwnReads reads) {
      return when(id.equals(Talk.id(13)));
    }

    @Override
    public Optional<String> get(Raw id) {
      return when(id.equals(Talk.id(13)));
    }
  }

  // What the repository host may say.

  @Test
  void replies_come_once_and_only_to_what_was_asked() {
    Talk talk = openBackup();
    assertUnexpected(talk, new Reply.Result(99, NIL));
    assertUnexpected(talk, new Reply.Result(1, NIL));
    talk.passes("load_key", args(), Raw.of("key"));
    assertUnexpected(talk, new Reply.Result(talk.lastId, Raw.of("key")));
  }

  @Test
  void replies_are_of_the_kind_that_was_asked_for() {
    Talk talk = openBackup();
    long put = talk.forwarded("put", args("id", id(1), "data", DATA)).id();
    assertUnexpected(talk, new Reply.Result(put, Raw.of("x")));
    assertUnexpected(talk, new Reply.Negotiated(put, Talk.CLIENT));
    long get = talk.forwarded("get", args("id", id(1))).id();
    assertUnexpected(talk, new Reply.Result(get, NIL));
    assertUnexpected(talk, new Reply.Result(get, Raw.of(new byte[20_971_480])));
    long count = talk.forwarded("__len__", args()).id();
    assertUnexpected(talk, new Reply.Result(count, new Value.Int(-1)));
    Talk opening = backup().negotiate();
    long open = opening.forwarded("open", args()).id();
    assertUnexpected(opening, new Reply.Result(open, Raw.of(new byte[31])));
  }

  private static void assertUnexpected(Talk talk, Reply reply) {
    assertThat(talk.session.judge(reply))
        .isInstanceOfSatisfying(
            ReplyVerdict.Refuse.class,
            refuse -> assertThat(refuse.reason()).isEqualTo(Reason.UNEXPECTED_REPLY));
  }

  @Test
  void failures_lose_every_path_and_keep_what_borg_needs() {
    Talk talk = openBackup();
    long get = talk.forwarded("get", args("id", id(1))).id();
    Raw hex = Raw.of("ab".repeat(32));
    Raw path = Raw.of("/srv/secret/place");
    Reply.Failure told = failure(talk, get, "ObjectNotFound", List.of(hex, path), path);
    assertThat(told.exceptionClass()).isEqualTo("ObjectNotFound");
    assertThat(told.args()).hasSize(2).first().isEqualTo(hex);
    assertThat(told.toString()).doesNotContain("secret");
    assertThat(told.trace()).isFalse();
    long count = talk.forwarded("__len__", args()).id();
    told = failure(talk, count, "FileNotFoundError", List.of(new Value.Int(2), path), path);
    assertThat(told.exceptionClass()).isEqualTo("Error");
    assertThat(told.toString()).doesNotContain("secret").contains("FileNotFoundError");
    count = talk.forwarded("__len__", args()).id();
    told = failure(talk, count, "InsufficientFreeSpaceError", List.of(Raw.of("1.5 GB")), path);
    assertThat(told.args()).hasSize(2).first().isEqualTo(Raw.of("1.5 GB"));
    assertThat(talk.tally.failures()).as("for the controller").anyMatch(f -> f.contains("secret"));
  }

  private static Reply.Failure failure(
      Talk talk, long id, String name, List<Value> args, Raw leak) {
    ReplyVerdict verdict =
        talk.session.judge(
            new Reply.Failure(id, name, args, List.of(leak), List.of(leak), true, leak));
    return (Reply.Failure) ((ReplyVerdict.Deliver) verdict).reply();
  }

  private static Reason reason(Verdict verdict) {
    return ((Verdict.Refuse) verdict).reason();
  }
}
