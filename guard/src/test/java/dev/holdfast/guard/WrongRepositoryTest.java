package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static dev.holdfast.guard.Talk.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A repository host that shows another repository than the one of before, which a borg client
/// would take for a new one: an unencrypted one, for instance.
@Timeout(60)
class WrongRepositoryTest {
  private static final byte REPOKEY = 3;
  private static final byte UNENCRYPTED = 2;
  private static final Value NIL = new Value.Nil();
  private static final RepositoryPins PINS =
      RepositoryPins.none().withTypeByte(REPOKEY).withRepositoryId(id(77).toByteArray());
  private static final SessionPolicy BACKUP = backup(PINS);

  private static SessionPolicy backup(RepositoryPins pins) {
    return new SessionPolicy.Backup("/backups/web", Duration.ZERO, pins);
  }

  static List<SessionPolicy> pinned() {
    return List.of(BACKUP, new SessionPolicy.ReadOnly("/backups/web", Duration.ZERO, PINS));
  }

  private static Raw object(byte type) {
    return Raw.of(new byte[] {type, 1, 2, 3});
  }

  private static void assertCaught(Talk talk, long id, Raw result) {
    assertThat(talk.session.judge(new Reply.Result(id, result)))
        .isInstanceOfSatisfying(
            ReplyVerdict.Warn.class,
            warn -> {
              assertThat(warn.refusal().reason()).isEqualTo(Reason.WRONG_REPOSITORY);
              assertThat(warn.answer()).isInstanceOf(Reply.Failure.class);
            });
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void a_fresh_id_that_was_opened_ahead_is_not_answered(SessionPolicy policy) {
    Talk talk = new Talk(policy, new OpenedRepository(Talk.SERVER, id(78))).negotiateAhead();
    talk.refused("open", args(), Reason.WRONG_REPOSITORY);
    assertThat(talk.session.opened()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void a_fresh_id_is_caught(SessionPolicy policy) {
    Talk talk = new Talk(policy).negotiate();
    assertCaught(talk, talk.forwarded("open", args()).id(), id(78));
    assertThat(talk.session.opened()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void an_unencrypted_manifest_is_caught(SessionPolicy policy) {
    Talk talk = new Talk(policy).open();
    long get = talk.forwarded("get", args("id", ObjectId.MANIFEST)).id();
    assertCaught(talk, get, object(UNENCRYPTED));
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void any_unencrypted_object_is_caught_and_an_empty_one_too(SessionPolicy policy) {
    Talk talk = new Talk(policy).open();
    talk.passes("get", args("id", ObjectId.MANIFEST), object(REPOKEY));
    talk.passes("get", args("id", id(1)), object(REPOKEY));
    long get = talk.forwarded("get", args("id", id(2))).id();
    assertCaught(talk, get, object(UNENCRYPTED));
    assertCaught(talk, get, Raw.of(""));
  }

  @Test
  void a_client_that_was_talked_into_clear_text_cannot_upload() {
    Talk talk = new Talk(BACKUP).open();
    talk.passes("put", args("id", id(1), "data", object(REPOKEY)), NIL);
    talk.refused("put", args("id", id(1), "data", object(UNENCRYPTED)), Reason.CONTENT_REFUSED);
  }

  @Test
  void what_is_not_pinned_is_not_judged() {
    Talk first = new Talk(backup(RepositoryPins.none())).open();
    first.passes("get", args("id", ObjectId.MANIFEST), object(UNENCRYPTED));
    first.passes("put", args("id", id(1), "data", object(UNENCRYPTED)), NIL);
    Talk typed = new Talk(backup(RepositoryPins.none().withTypeByte(REPOKEY))).negotiate();
    typed.passes("open", args(), id(5));
    Talk named = new Talk(backup(PINS.withRepositoryId(id(77).toByteArray()))).open();
    named.passes("get", args("id", id(1)), object(REPOKEY));
  }

  @Test
  void nothing_is_forwarded_once_the_host_was_caught() {
    Talk talk = new Talk(BACKUP).open();
    long get = talk.forwarded("get", args("id", ObjectId.MANIFEST)).id();
    assertCaught(talk, get, object(UNENCRYPTED));
    assertThat(talk.ask("put", args("id", id(1), "data", object(REPOKEY))))
        .isInstanceOfSatisfying(
            Verdict.Answer.class,
            answer ->
                assertThat(((Reply.Failure) answer.reply()).brief().getFirst().asText())
                    .hasValueSatisfying(line -> assertThat(line).contains("encryption mode")));
    assertThat(talk.ask("rollback", args()))
        .isEqualTo(new Verdict.Answer(new Reply.Result(talk.lastId, NIL)));
  }

  @Test
  void the_client_hears_one_clean_line_and_the_host_hears_an_end() throws Exception {
    try (Stage stage = new Stage()) {
      ScriptedPeer client = stage.client();
      ScriptedPeer server = stage.server();
      Duration hour = Duration.ofHours(1);
      stage.start(BACKUP, new GuardLimits.Deadlines(hour, hour, hour, hour, hour));
      client.negotiate();
      server.request();
      server.reply(new Reply.Negotiated(1, BorgVersion.of(1, 4, 0)));
      client.reply();
      client.call("open", args());
      server.request();
      server.reply(new Reply.Result(2, id(78)));
      Reply.Failure told = (Reply.Failure) client.reply();
      assertThat(told.id()).isEqualTo(2);
      assertThat(told.exceptionClass()).isEqualTo("Error");
      assertThat(told.brief())
          .containsExactly(
              Raw.of(
                  "Holdfast refuses: the repository host shows a repository with another id than"
                      + " before."));
      assertThat(server.request()).as("its input ends").isEmpty();
      client.call("get", args("id", ObjectId.MANIFEST));
      assertThat(client.reply()).isInstanceOf(Reply.Failure.class);
      client.end();
      SessionReport report = stage.report();
      assertThat(report.end())
          .isInstanceOfSatisfying(
              SessionEnd.Refused.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.WRONG_REPOSITORY);
                assertThat(refused.reason().blames()).contains(Side.SERVER);
              });
      assertThat(report.calls()).doesNotContainKey("get");
    }
  }

  @Test
  void a_pin_is_in_range() {
    assertThatThrownBy(() -> RepositoryPins.none().withRepositoryId(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RepositoryPins(OptionalInt.of(256), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RepositoryPins.none().withTypeByte((byte) 0xfe).typeByte()).hasValue(0xfe);
  }

  @Test
  void the_host_is_to_blame_for_replies_and_the_client_for_all_that_it_says() {
    assertThat(Reason.UNUSABLE_ARCHIVE.blames()).isEmpty();
    for (Reason reason : EnumSet.complementOf(EnumSet.of(Reason.UNUSABLE_ARCHIVE))) {
      boolean reply = reason.name().endsWith("REPLY") || reason == Reason.WRONG_REPOSITORY;
      assertThat(reason.blames()).as("%s", reason).contains(reply ? Side.SERVER : Side.CLIENT);
    }
  }
}
