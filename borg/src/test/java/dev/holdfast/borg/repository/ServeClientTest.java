package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServeClientTest {
  private static final Opening OPENING = new Opening("/srv/r", true, Duration.ofSeconds(30));

  /// Hands out the id itself as the object.
  private static Reply echo(Request.Call call) {
    return new Reply.Result(call.id(), ScriptedServe.argument(call, "id"));
  }

  @Test
  void it_opens_without_any_right_to_change_something() throws IOException {
    ScriptedServe serve = ScriptedServe.opened(ServeClientTest::echo);
    try (ServeClient client = ServeClient.open(serve, OPENING)) {
      assertThat(client.repositoryId()).isEqualTo(ScriptedServe.REPOSITORY);
      assertThat(client.serverVersion()).hasToString("1.4.0");
      Request.Call open = serve.calls("open").getFirst();
      assertThat(open.arguments())
          .containsEntry("path", Raw.of("/srv/r"))
          .containsEntry("lock_wait", new Value.Int(30))
          .containsEntry("lock", new Value.Bool(true))
          .containsEntry("create", new Value.Bool(false))
          .containsEntry("exclusive", new Value.Bool(false))
          .containsEntry("append_only", new Value.Bool(true));
    }
    assertThat(serve.ended()).isTrue();
    assertThat(serve.closed()).isTrue();
  }

  @Test
  void many_objects_come_in_their_order_while_few_are_asked_ahead()
      throws IOException, RefusedException {
    ScriptedServe serve = ScriptedServe.opened(ServeClientTest::echo);
    List<ObjectId> ids = LongStream.range(0, 100).mapToObj(n -> new ObjectId(n, 0, 0, 0)).toList();
    List<ObjectId> received = new ArrayList<>();
    try (ServeClient client = ServeClient.open(serve, OPENING)) {
      client.getMany(
          ids,
          (id, object) -> {
            assertThat(object).isEqualTo(id.bytes());
            received.add(id);
            assertThat(serve.calls("get").size() - received.size()).isLessThan(16);
          });
      assertThat(received).isEqualTo(ids);
      assertThat(client.get(ids.getLast())).isEqualTo(ids.getLast().bytes());
    }
  }

  @Test
  void what_was_never_committed_is_dropped_without_a_commit() throws IOException {
    ScriptedServe serve =
        new ScriptedServe(request ->
            switch (request) {
              case Request.Negotiate n -> ScriptedServe.negotiated(n.id());
              case Request.Call c when c.method().equals("open") -> FrameWriter.encode(echoed(c));
              case Request.Call c -> ScriptedServe.failed(c.id(), "ObjectNotFound");
            });
    try (ServeClient client = ServeClient.openToWrite(serve, OPENING)) {
      client.dropUncommitted(new ObjectId(5, 6, 7, 8));
    }
    assertThat(serve.calls("delete").getFirst().arguments())
        .containsEntry("id", Raw.of(new ObjectId(5, 6, 7, 8).bytes()));
    assertThat(serve.calls("commit")).isEmpty();
  }

  private static Reply echoed(Request.Call open) {
    return new Reply.Result(open.id(), Raw.of(ScriptedServe.REPOSITORY.bytes()));
  }

  @Test
  void a_host_that_knows_what_nobody_stored_is_not_believed() throws IOException {
    ScriptedServe serve =
        ScriptedServe.opened(call -> new Reply.Result(call.id(), new Value.Nil()));
    try (ServeClient client = ServeClient.openToWrite(serve, OPENING)) {
      var _ =
          failure(
              RepositoryFailure.NOT_BORG, () -> client.dropUncommitted(new ObjectId(5, 6, 7, 8)));
    }
  }

  @Test
  void after_a_receiver_has_failed_nothing_more_is_asked() throws IOException {
    ScriptedServe serve = ScriptedServe.opened(ServeClientTest::echo);
    try (ServeClient client = ServeClient.open(serve, OPENING)) {
      List<ObjectId> ids = List.of(ObjectId.MANIFEST, ScriptedServe.REPOSITORY);
      assertThatThrownBy(() ->
              client.getMany(
                  ids,
                  (id, object) -> {
                    throw RefusedException.malformed("no");
                  }))
          .isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> client.get(ObjectId.MANIFEST))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(serve.closed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "DoesNotExist, DOES_NOT_EXIST",
    "InvalidRepository, NOT_A_REPOSITORY",
    "PathNotAllowed, PATH_NOT_ALLOWED",
    "LockTimeout, LOCKED",
    "PathPermissionDenied, PERMISSION_DENIED",
    "IntegrityError, DAMAGED",
    "ZeroDivisionError, OTHER"
  })
  void an_error_is_named_without_paths_of_the_repository_host(
      String exceptionClass, RepositoryFailure expected) {
    ScriptedServe serve =
        new ScriptedServe(request ->
            switch (request) {
              case Request.Negotiate n -> ScriptedServe.negotiated(n.id());
              case Request.Call c -> ScriptedServe.failed(c.id(), exceptionClass);
            });
    RepositoryException failed = failure(expected, () -> ServeClient.open(serve, OPENING));
    assertThat(failed).hasMessageNotContaining("secret");
    assertThat(serve.closed()).isTrue();
  }

  @Test
  void noise_before_borg_speaks_is_quoted() {
    RepositoryException failed =
        failure(RepositoryFailure.NOT_BORG, () -> ServeClient.open(noisy(), OPENING));
    assertThat(failed)
        .hasMessageContaining("it began with \"Welcome to b.example!\"")
        .hasMessageContaining("silence what its login prints");
  }

  private static ScriptedServe noisy() {
    byte[] motd = "Welcome to b.example!\r\n\u001b[31mred".getBytes(StandardCharsets.US_ASCII);
    return new ScriptedServe(request -> List.of(ByteBuffer.wrap(motd)));
  }

  @Test
  void an_end_before_the_answer_is_no_hang() {
    failure(
        RepositoryFailure.ENDED,
        () -> ServeClient.open(new ScriptedServe(request -> List.of()), OPENING));
    ScriptedServe dying = new ScriptedServe(request -> List.of());
    dying.die();
    assertThat(failure(RepositoryFailure.ENDED, () -> ServeClient.open(dying, OPENING)))
        .hasMessageContaining("b.example was lost");
  }

  @Test
  void an_answer_to_another_question_is_refused() throws IOException {
    ScriptedServe serve =
        ScriptedServe.opened(call -> new Reply.Result(call.id() + 1, Raw.of("x")));
    try (ServeClient client = ServeClient.open(serve, OPENING)) {
      failure(RepositoryFailure.NOT_BORG, () -> client.get(ObjectId.MANIFEST));
    }
    assertThat(serve.ended()).as("a broken session is cut, not ended in order").isFalse();
  }

  @Test
  void an_answer_of_another_shape_is_refused() throws IOException {
    ScriptedServe serve =
        ScriptedServe.opened(call -> new Reply.Result(call.id(), new Value.Int(-1)));
    try (ServeClient client = ServeClient.open(serve, OPENING)) {
      failure(RepositoryFailure.NOT_BORG, () -> client.get(ObjectId.MANIFEST));
      failure(RepositoryFailure.NOT_BORG, client::length);
      failure(RepositoryFailure.NOT_BORG, client::loadKey);
    }
  }

  @Test
  void a_missing_object_is_told_from_other_failures() throws IOException {
    ScriptedServe serve =
        ScriptedServe.opened(call ->
            new Reply.Failure(
                call.id(), "ObjectNotFound", List.of(), List.of(), List.of(), false, Raw.of("")));
    try (ServeClient client = ServeClient.open(serve, OPENING)) {
      failure(RepositoryFailure.OBJECT_NOT_FOUND, () -> client.get(ObjectId.MANIFEST));
      failure(RepositoryFailure.OBJECT_NOT_FOUND, () -> client.get(ScriptedServe.REPOSITORY));
    }
    assertThat(serve.ended()).isTrue();
  }

  private static RepositoryException failure(RepositoryFailure expected, ThrowingCallable call) {
    RepositoryException failed = catchThrowableOfType(RepositoryException.class, call);
    assertThat(failed).as("nothing failed").isNotNull();
    assertThat(failed.failure()).isEqualTo(expected);
    return failed;
  }
}
