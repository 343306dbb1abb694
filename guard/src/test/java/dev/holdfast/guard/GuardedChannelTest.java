package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static dev.holdfast.guard.Talk.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedChannelTest {
  private static final SessionPolicy BACKUP =
      new SessionPolicy.Backup("/backups/web", Duration.ZERO);
  private static final Raw OBJECT = Raw.of(new byte[200_000]);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Stage stage = new Stage();

  @AfterEach
  void close() {
    stage.close();
  }

  private static GuardLimits.Deadlines patient() {
    return new GuardLimits.Deadlines(LONG, LONG, LONG, LONG, LONG);
  }

  @Test
  void a_backup_flows_and_is_reported() throws Exception {
    ScriptedPeer client = stage.client();
    stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    for (int i = 0; i < 20; i++) {
      client.call("put", args("id", id(i + 1), "data", OBJECT));
    }
    client.call("put", args("id", ObjectId.MANIFEST, "data", OBJECT));
    for (int i = 0; i < 21; i++) {
      client.result();
    }
    client.call("commit", args());
    client.result();
    client.end();
    assertThat(client.heardEnd()).isTrue();
    SessionReport report = stage.report();
    assertThat(report.end()).isEqualTo(new SessionEnd.Completed());
    assertThat(report.committed()).isTrue();
    assertThat(report.puts()).isEqualTo(21);
    assertThat(report.calls()).containsEntry("put", 21L).containsEntry("commit", 1L);
    assertThat(report.clientBytes()).isEqualTo(client.saidBytes());
    assertThat(report.clientVersion()).contains(Talk.CLIENT);
  }

  @Test
  void both_directions_flow_at_once_through_narrow_pipes() throws Exception {
    ScriptedPeer client = stage.client();
    stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    int rounds = 100;
    Thread talker =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < rounds; i++) {
                client.call("put", args("id", id(1), "data", OBJECT));
                client.call("get", args("id", id(1)));
              }
            });
    for (int i = 0; i < rounds; i++) {
      assertThat(client.result()).isEqualTo(new Value.Nil());
      assertThat(client.result()).isEqualTo(Stage.STORED);
    }
    talker.join();
    client.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Completed());
  }

  @Test
  void a_refused_client_hears_one_line_and_the_server_hears_an_end() throws Exception {
    ScriptedPeer client = stage.client();
    Stage.Serve serve = stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    client.call("put", args("id", ObjectId.MANIFEST, "data", OBJECT));
    client.result();
    client.call("save_key", args("keydata", OBJECT));
    Reply.Failure failure = (Reply.Failure) client.reply();
    assertThat(failure.exceptionClass()).isEqualTo("Error");
    assertThat(failure.brief())
        .containsExactly(
            Raw.of("Holdfast refuses: a backup session may only add; 'save_key' is refused."));
    assertThat(serve.ended()).as("its transaction is dropped").isTrue();
    client.call("commit", args());
    assertThat(client.reply()).isInstanceOf(Reply.Failure.class);
    client.call("rollback", args());
    assertThat(client.result()).isEqualTo(new Value.Nil());
    client.end();
    SessionReport report = stage.report();
    assertThat(report.end())
        .isInstanceOfSatisfying(
            SessionEnd.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.CALL_NOT_ALLOWED));
    assertThat(report.committed()).isFalse();
    assertThat(serve.heard()).doesNotContain("commit", "save_key", "rollback");
  }

  @Test
  void a_refused_client_that_stays_is_shown_out() throws Exception {
    ScriptedPeer client = stage.client();
    stage.serve();
    stage.start(BACKUP, new GuardLimits.Deadlines(LONG, LONG, LONG, SHORT, LONG));
    client.open();
    client.call("destroy", args());
    assertThat(client.reply()).isInstanceOf(Reply.Failure.class);
    assertThat(stage.report().end()).isInstanceOf(SessionEnd.Refused.class);
    assertThat(client.heardEnd()).isTrue();
  }

  @Test
  void noise_from_the_client_ends_the_session_at_once() throws Exception {
    ScriptedPeer client = stage.client();
    Stage.Serve serve = stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    client.say(HexFormat.of().parseHex("c403616263"));
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_REQUEST));
    assertThat(serve.ended()).isTrue();
    assertThat(client.heardEnd()).isTrue();
  }

  @Test
  void noise_from_the_server_ends_the_session_at_once() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, patient());
    client.negotiate();
    server.request();
    server.say(new byte[] {(byte) 0xc1});
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_REPLY));
    assertThat(client.heardEnd()).isTrue();
  }

  /// Borg writes this sentence where its messages go, although it means another stream.
  @Test
  void the_last_words_of_borg_to_a_client_that_left_before_its_open_are_no_finding()
      throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, patient());
    client.negotiate();
    server.request();
    server.reply(new Reply.Negotiated(1, Talk.CLIENT));
    assertThat(client.reply()).isInstanceOf(Reply.Negotiated.class);
    client.end();
    assertThat(server.request()).isEmpty();
    String words = "Borg 1.2.4: Got connection close before repository was opened.\n";
    server.say(words.getBytes(StandardCharsets.US_ASCII));
    server.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Completed());
  }

  @Test
  void a_reply_that_nobody_asked_for_ends_the_session() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, patient());
    client.negotiate();
    server.request();
    server.reply(new Reply.Result(2, new Value.Nil()));
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.UNEXPECTED_REPLY));
  }

  @Test
  void a_client_that_is_killed_inside_a_message_leaves_no_half_message() throws Exception {
    ScriptedPeer client = stage.client();
    Stage.Serve serve = stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    byte[] put = ScriptedPeer.bytes(new Request.Call(3, "put", args("id", id(1), "data", OBJECT)));
    client.say(Arrays.copyOf(put, put.length - 1));
    client.end();
    assertThat(stage.report().end())
        .isEqualTo(new SessionEnd.Lost(Side.CLIENT, "it ended in the middle of a message"));
    assertThat(serve.ended()).isTrue();
    assertThat(serve.heard()).containsExactly("negotiate", "open");
  }

  @Test
  void a_client_that_vanishes_is_reported_and_the_server_hears_an_end() throws Exception {
    ScriptedPeer client = stage.client();
    Stage.Serve serve = stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    stage.clientBreaks();
    assertThat(stage.report().end())
        .isEqualTo(new SessionEnd.Lost(Side.CLIENT, "the connection is gone"));
    assertThat(serve.ended()).isTrue();
  }

  @Test
  void a_client_that_stops_listening_before_it_attacks_is_told_of_as_an_attacker()
      throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, patient());
    client.negotiate();
    server.request();
    server.reply(new Reply.Negotiated(1, Talk.CLIENT));
    client.reply();
    client.call("open", args());
    server.request();
    server.reply(new Reply.Result(2, id(9)));
    client.result();
    for (int i = 0; i < 3; i++) {
      client.call("get", args("id", id(1)));
      server.request();
    }
    stage.clientStopsListening();
    for (int i = 0; i < 3; i++) {
      // Each is longer than the pipe: when the last is under way, the first did not arrive.
      server.reply(new Reply.Result(3 + i, Stage.STORED));
    }
    client.call("destroy", args());
    assertThat(server.request()).isEmpty();
    server.end();
    client.end();
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.CALL_NOT_ALLOWED));
  }

  @Test
  void when_the_server_dies_the_client_hears_an_end() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, patient());
    client.negotiate();
    server.request();
    server.end();
    assertThat(client.heardEnd()).isTrue();
    client.end();
    assertThat(stage.report().end())
        .isEqualTo(new SessionEnd.Lost(Side.SERVER, "it ended before the client did"));
  }

  @Test
  void when_the_server_breaks_the_client_hears_an_end() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, patient());
    client.negotiate();
    server.request();
    stage.serverBreaks();
    assertThat(client.heardEnd()).isTrue();
    client.end();
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Lost.class, lost -> assertThat(lost.side()).isEqualTo(Side.SERVER));
  }

  @Test
  void the_last_replies_reach_a_client_that_has_said_everything() throws Exception {
    ScriptedPeer client = stage.client();
    stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    client.call("get", args("id", id(1)));
    client.end();
    assertThat(client.result()).isEqualTo(Stage.STORED);
    assertThat(client.heardEnd()).isTrue();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Completed());
  }

  @Test
  void a_server_that_does_not_follow_the_end_is_cut_off() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, new GuardLimits.Deadlines(LONG, LONG, LONG, SHORT, LONG));
    client.negotiate();
    server.request();
    client.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.DeadlinePassed("farewell"));
  }

  @Test
  void each_deadline_has_its_name() throws Exception {
    assertDeadline("opening", new GuardLimits.Deadlines(SHORT, LONG, LONG, LONG, LONG), false);
    assertDeadline("idle", new GuardLimits.Deadlines(LONG, SHORT, LONG, LONG, LONG), true);
    assertDeadline("session", new GuardLimits.Deadlines(LONG, LONG, LONG, LONG, SHORT), true);
  }

  private static void assertDeadline(
      String name, GuardLimits.Deadlines deadlines, boolean answering) throws Exception {
    try (Stage stage = new Stage()) {
      ScriptedPeer client = stage.client();
      if (answering) {
        stage.serve();
      }
      stage.start(BACKUP, deadlines);
      if (answering) {
        client.open();
      }
      assertThat(stage.report().end()).isEqualTo(new SessionEnd.DeadlinePassed(name));
      assertThat(client.heardEnd()).isTrue();
    }
  }

  @Test
  void a_server_that_does_not_answer_is_left() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, new GuardLimits.Deadlines(LONG, LONG, SHORT, LONG, LONG));
    client.negotiate();
    server.request();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.DeadlinePassed("reply"));
  }

  @Test
  void a_client_that_does_not_listen_cannot_hold_the_session_for_ever() throws Exception {
    ScriptedPeer client = stage.client();
    stage.serve();
    stage.start(BACKUP, new GuardLimits.Deadlines(LONG, SHORT, LONG, LONG, LONG));
    client.open();
    for (int i = 0; i < 10; i++) {
      client.call("get", args("id", id(1)));
    }
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.DeadlinePassed("idle"));
  }

  @Test
  void a_client_that_drips_one_message_is_idle() throws Exception {
    ScriptedPeer client = stage.client();
    stage.serve();
    stage.start(BACKUP, new GuardLimits.Deadlines(LONG, SHORT, LONG, LONG, LONG));
    client.open();
    var put = new Request.Call(3, "put", args("id", id(1), "data", Raw.of(new byte[20_000_000])));
    byte[] bytes = ScriptedPeer.bytes(put);
    var dripping = Thread.ofVirtual().start(() -> drip(client, bytes));
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.DeadlinePassed("idle"));
    dripping.interrupt();
  }

  private static void drip(ScriptedPeer client, byte[] bytes) {
    try {
      for (int i = 0; i < bytes.length - 1 && !Thread.interrupted(); i++) {
        client.say(new byte[] {bytes[i]});
        LockSupport.parkNanos(100_000);
      }
    } catch (UncheckedIOException e) {
      // The session is over, and nobody listens any more.
    }
  }

  @Test
  void a_cut_ends_both_sides_and_keeps_its_reason() throws Exception {
    ScriptedPeer client = stage.client();
    Stage.Serve serve = stage.serve();
    stage.start(BACKUP, patient());
    client.open();
    stage.cut("the operator said so");
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Cut("the operator said so"));
    assertThat(serve.ended()).isTrue();
    assertThat(client.heardEnd()).isTrue();
  }
}
