package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static dev.holdfast.guard.Talk.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Objects are looked into beside each other, and pass in their order.
@Timeout(60)
class ForwarderTest {
  private static final SessionPolicy BACKUP =
      new SessionPolicy.Backup("/backups/web", Duration.ZERO);
  private static final Raw BAD = Raw.of("bad");
  private static final Raw DATA = Raw.of("data");

  @AutoClose private final Stage stage = new Stage();

  private Stage.Serve opened(ContentRules rules, ScriptedPeer client) throws Exception {
    Stage.Serve serve = stage.serve();
    stage.with(rules).start(BACKUP, GuardLimits.Deadlines.standard());
    client.open();
    return serve;
  }

  @Test
  void a_quick_judgement_waits_for_a_slow_one_before_it() throws Exception {
    CountDownLatch secondDone = new CountDownLatch(1);
    List<Integer> order = new ArrayList<>();
    ContentRules rules =
        new Permissive() {
          @Override
          public Examined examine(Raw id, Raw content, Scratch scratch) {
            if (id.equals(id(1))) {
              awaitQuietly(secondDone);
            } else {
              secondDone.countDown();
            }
            return super.examine(id, content, scratch);
          }

          @Override
          public Storing put(Raw id, Examined.Sound examined, OwnReads reads) {
            order.add(id.byteAt(0));
            return new Storing.Anew();
          }
        };
    ScriptedPeer client = stage.client();
    opened(rules, client);
    client.call("put", args("id", id(1), "data", DATA));
    client.call("put", args("id", id(2), "data", DATA));
    assertThat(client.reply()).isInstanceOf(Reply.Result.class);
    assertThat(client.reply()).isInstanceOf(Reply.Result.class);
    client.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Completed());
    assertThat(order).containsExactly(1, 2);
  }

  @Test
  void what_is_held_already_is_answered_and_not_passed_on() throws Exception {
    ContentRules rules =
        new Permissive() {
          @Override
          public Storing put(Raw id, Examined.Sound examined, OwnReads reads) {
            return id.equals(id(1)) ? new Storing.Held() : new Storing.Anew();
          }
        };
    ScriptedPeer client = stage.client();
    Stage.Serve serve = opened(rules, client);
    client.call("put", args("id", id(1), "data", DATA));
    assertThat(client.reply()).isEqualTo(new Reply.Result(3, new Value.Nil()));
    client.call("put", args("id", ObjectId.MANIFEST, "data", DATA));
    assertThat(client.reply()).isEqualTo(new Reply.Result(4, new Value.Nil()));
    client.call("commit", args());
    assertThat(client.reply()).isEqualTo(new Reply.Result(5, new Value.Nil()));
    client.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Completed());
    assertThat(serve.heard()).containsExactly("negotiate", "open", "put", "commit");
  }

  @Test
  void nothing_passes_after_a_refused_object_and_all_of_it_is_answered() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    ContentRules rules =
        new Permissive() {
          @Override
          public Examined examine(Raw id, Raw content, Scratch scratch) {
            awaitQuietly(sent);
            return content.equals(BAD)
                ? new Examined.Unsound("it is bad")
                : super.examine(id, content, scratch);
          }
        };
    ScriptedPeer client = stage.client();
    Stage.Serve serve = opened(rules, client);
    client.call("put", args("id", id(1), "data", DATA));
    client.call("put", args("id", id(2), "data", BAD));
    client.call("put", args("id", id(3), "data", DATA));
    client.call("put", args("id", ObjectId.MANIFEST, "data", DATA));
    sent.countDown();
    int refused = 0;
    for (int i = 0; i < 4; i++) {
      refused += client.reply() instanceof Reply.Failure ? 1 : 0;
    }
    assertThat(refused).isEqualTo(3);
    client.call("commit", args());
    assertThat(client.reply()).isInstanceOf(Reply.Failure.class);
    client.end();
    assertThat(stage.report().end())
        .isEqualTo(new SessionEnd.Refused(Reason.CONTENT_REFUSED, "it is bad"));
    assertThat(serve.heard()).containsExactly("negotiate", "open", "put");
  }

  @Test
  void a_judge_that_breaks_ends_the_session() throws Exception {
    ContentRules rules =
        new Permissive() {
          @Override
          public Examined examine(Raw id, Raw content, Scratch scratch) {
            throw new IllegalStateException("a bug");
          }
        };
    ScriptedPeer client = stage.client();
    Stage.Serve serve = opened(rules, client);
    client.call("put", args("id", id(1), "data", DATA));
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Cut.class, cut -> assertThat(cut.why()).contains("the guard failed"));
    assertThat(serve.heard()).doesNotContain("put");
  }

  @Test
  void without_memory_nothing_more_passes() throws Exception {
    ContentRules rules =
        new Permissive() {
          @Override
          public Optional<String> putManifest(Raw content, OwnReads reads) {
            throw new MemoryBudget.SpentException();
          }
        };
    ScriptedPeer client = stage.client();
    Stage.Serve serve = opened(rules, client);
    client.call("put", args("id", ObjectId.MANIFEST, "data", DATA));
    assertThat(client.reply()).isInstanceOf(Reply.Failure.class);
    client.call("put", args("id", id(1), "data", DATA));
    assertThat(client.reply()).isInstanceOf(Reply.Failure.class);
    client.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.MemorySpent());
    assertThat(serve.heard()).containsExactly("negotiate", "open");
  }

  @Test
  void without_memory_for_what_is_shown_the_session_ends() throws Exception {
    ContentRules rules =
        new Permissive() {
          @Override
          public Optional<Verdict.Refuse> shown(Raw id, Raw object) {
            throw new MemoryBudget.SpentException();
          }
        };
    ScriptedPeer client = stage.client();
    opened(rules, client);
    client.call("get", args("id", id(1)));
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.MemorySpent());
  }

  @Test
  void the_guard_reads_for_itself_without_the_client_hearing_of_it() throws Exception {
    List<byte[]> read = new ArrayList<>();
    ContentRules rules =
        new Permissive() {
          @Override
          public Optional<String> putManifest(Raw content, OwnReads reads) throws IOException {
            read.add(reads.get(new dev.holdfast.borg.ObjectId(1, 2, 3, 4)).orElseThrow());
            return Optional.empty();
          }
        };
    ScriptedPeer client = stage.client();
    Stage.Serve serve = opened(rules, client);
    client.call("put", args("id", ObjectId.MANIFEST, "data", DATA));
    assertThat(client.reply()).isEqualTo(new Reply.Result(3, new Value.Nil()));
    client.end();
    assertThat(stage.report().end()).isEqualTo(new SessionEnd.Completed());
    assertThat(read).singleElement().isEqualTo(Stage.STORED.toByteArray());
    assertThat(serve.heard()).containsExactly("negotiate", "open", "get", "put");
  }

  @Test
  void a_host_that_leaves_while_the_guard_reads_lets_nothing_pass() throws Exception {
    ContentRules rules =
        new Permissive() {
          @Override
          public Optional<String> putManifest(Raw content, OwnReads reads) throws IOException {
            reads.get(new dev.holdfast.borg.ObjectId(1, 2, 3, 4));
            return Optional.empty();
          }
        };
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.with(rules).start(BACKUP, GuardLimits.Deadlines.standard());
    client.negotiate();
    server.request();
    server.reply(new Reply.Negotiated(1, Talk.CLIENT));
    client.reply();
    client.call("open", args());
    server.request();
    server.reply(new Reply.Result(2, id(9)));
    client.reply();
    client.call("put", args("id", ObjectId.MANIFEST, "data", DATA));
    assertThat(((Request.Call) server.request().orElseThrow()).method()).isEqualTo("get");
    server.end();
    assertThat(client.heardEnd()).isTrue();
    client.end();
    assertThat(server.request()).as("the manifest does not pass").isEmpty();
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Lost.class, lost -> assertThat(lost.side()).isEqualTo(Side.SERVER));
  }

  @Test
  void a_host_cannot_answer_what_the_guard_did_not_ask() throws Exception {
    ScriptedPeer client = stage.client();
    ScriptedPeer server = stage.server();
    stage.start(BACKUP, GuardLimits.Deadlines.standard());
    client.negotiate();
    server.request();
    server.reply(new Reply.Result(OwnQuestions.FIRST_ID, DATA));
    assertThat(stage.report().end())
        .isInstanceOfSatisfying(
            SessionEnd.Refused.class,
            end -> assertThat(end.reason()).isEqualTo(Reason.UNEXPECTED_REPLY));
  }

  @Test
  void a_full_bench_stops_one_session_but_leaves_room_for_an_object_of_another() {
    try (Workbench bench = new Workbench(1, 100, HostileTarget.PLENTY)) {
      Workbench.Place stuck = bench.place(HostileTarget.plenty());
      assertThat(stuck.take(90)).isTrue();
      Workbench.Place other = bench.place(HostileTarget.plenty());
      assertThat(other.take(500)).as("its first object").isTrue();
      Thread waiting = Thread.ofVirtual().start(() -> stuck.take(20));
      stuck.close();
      joinQuietly(waiting);
      assertThat(stuck.take(1)).as("it has left").isFalse();
      other.give(500);
      assertThat(other.take(100)).isTrue();
      assertThat(bench.place(HostileTarget.plenty()).take(100)).isTrue();
    }
  }

  @Test
  void what_lies_at_the_bench_counts_to_its_session_which_waits_for_its_own_objects() {
    MemoryBudget memory = new MemoryBudget(0, 0, 150);
    try (Workbench bench = new Workbench(1, 1_000, memory);
        MemoryBudget.Share share = memory.share(new Random(5))) {
      Workbench.Place place = bench.place(share);
      assertThat(place.take(60)).isTrue();
      Thread waiting = Thread.ofVirtual().start(() -> place.take(50));
      place.give(60);
      joinQuietly(waiting);
      assertThat(memory.left()).isEqualTo(100);
      place.close();
      assertThat(memory.left()).isEqualTo(150);
      Workbench.Place other = bench.place(share);
      assertThatThrownBy(() -> other.take(101)).isInstanceOf(MemoryBudget.SpentException.class);
      assertThat(other.take(100)).isTrue();
    }
  }

  @Test
  void one_session_leaves_room_at_the_bench_for_others() {
    try (Workbench bench = new Workbench(1, 300, HostileTarget.PLENTY)) {
      Workbench.Place quick = bench.place(HostileTarget.plenty());
      assertThat(quick.take(90)).isTrue();
      Thread waiting = Thread.ofVirtual().start(() -> quick.take(20));
      Workbench.Place other = bench.place(HostileTarget.plenty());
      assertThat(other.take(10)).isTrue();
      assertThat(other.take(80)).isTrue();
      quick.give(90);
      joinQuietly(waiting);
      assertThat(quick.take(70)).isTrue();
    }
  }

  @Test
  void large_objects_keep_the_usual_ones_of_others_waiting_for_none_of_them() throws Exception {
    try (Workbench bench = new Workbench(1, 300, HostileTarget.PLENTY)) {
      CountDownLatch enough = new CountDownLatch(1);
      Examined sound = new Examined.Sound(1, false);
      Function<Scratch, Examined> large =
          scratch -> {
            if (scratch.objectBytesMax() < ObjectId.OBJECT_BYTES_MAX) {
              return new Examined.TooLarge("it is large");
            }
            awaitQuietly(enough);
            return sound;
          };
      Workbench.Place flood = bench.place(HostileTarget.plenty());
      var first = flood.submit(large);
      var second = flood.submit(large);
      Workbench.Place leaving = bench.place(HostileTarget.plenty());
      var third = leaving.submit(large);
      Workbench.Place other = bench.place(HostileTarget.plenty());
      assertThat(other.submit(_ -> sound).get(1, TimeUnit.MINUTES)).isEqualTo(sound);
      assertThat(first).isNotDone();
      leaving.drop();
      assertThatThrownBy(third::join).hasCauseInstanceOf(CancellationException.class);
      enough.countDown();
      assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(sound);
      assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(sound);
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
