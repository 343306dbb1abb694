package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Sessions that real borgs had, before the parsers and the judge.
class RecordedSessionsTest {
  private static final List<String> VERSIONS = List.of("1.2.4", "1.4.0");
  private static final Set<String> NEVER =
      Set.of("save_key", "break_lock", "destroy", "check", "list", "scan", "inject_exception");

  private static Stream<Arguments> sessions() {
    return VERSIONS.stream()
        .flatMap(v -> Stream.of(Play.values()).map(play -> Arguments.of(v, play)));
  }

  private static Tape tape(String version, Play play) throws IOException {
    String name = "/tapes/" + version + "/" + play.fileName();
    try (InputStream in = RecordedSessionsTest.class.getResourceAsStream(name)) {
      return Tape.read(Objects.requireNonNull(in, name).readAllBytes());
    }
  }

  private static void append(ByteArrayOutputStream bytes, List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void every_message_is_understood_and_written_as_borg_wrote_it(String version, Play play)
      throws Exception {
    Tape tape = tape(version, play);
    byte[] asked = tape.said(Side.CLIENT);
    RequestParser requests = new RequestParser();
    requests.feed(ByteBuffer.wrap(asked));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    for (Optional<Request> r = requests.next(); r.isPresent(); r = requests.next()) {
      append(again, FrameWriter.encode(r.get()));
    }
    assertThat(requests.atBoundary()).isTrue();
    assertThat(again.toByteArray()).isEqualTo(asked);
    byte[] answered = tape.said(Side.SERVER);
    ReplyParser replies = new ReplyParser();
    replies.feed(ByteBuffer.wrap(answered));
    again.reset();
    for (Optional<Reply> r = replies.next(); r.isPresent(); r = replies.next()) {
      append(again, FrameWriter.encode(r.get()));
    }
    assertThat(replies.atBoundary()).isTrue();
    assertThat(again.toByteArray()).isEqualTo(answered);
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void the_judge_says_what_it_must(String version, Play play) throws Exception {
    TapeJudge judge = new TapeJudge(play.policy()).play(tape(version, play));
    assertThat(judge.malformed).isFalse();
    assertThat(Optional.ofNullable(judge.refused)).isEqualTo(play.refusal());
    assertThat(judge.commits() > 0).isEqualTo(play.commits());
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void a_reader_never_commits_and_a_backup_never_harms(String version, Play play) throws Exception {
    SessionPolicy reading = Play.LIST.policy();
    SessionPolicy backingUp = Play.CREATE.policy();
    TapeJudge reader = new TapeJudge(reading).play(tape(version, play));
    assertThat(reader.commits()).isZero();
    assertThat(reader.forwarded).doesNotContain("put", "delete", "commit", "save_key");
    TapeJudge backup = new TapeJudge(backingUp).play(tape(version, play));
    assertThat(backup.forwarded).doesNotContainAnyElementsOf(NEVER);
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void the_same_session_in_another_repository_is_caught(String version, Play play)
      throws Exception {
    if (play == Play.INIT) {
      return;
    }
    RepositoryPins pins = RepositoryPins.none();
    Tape tape = tape(version, play);
    TapeJudge otherId = new TapeJudge(play.policy(pins.withRepositoryId(new byte[32]))).play(tape);
    assertThat(otherId.refused).isEqualTo(Reason.WRONG_REPOSITORY);
    assertThat(otherId.forwarded).containsExactly("negotiate", "open");
    TapeJudge otherMode = new TapeJudge(play.policy(pins.withTypeByte((byte) 2))).play(tape);
    assertThat(otherMode.forwarded).doesNotContain("put", "commit");
    if (otherMode.forwarded.contains("get")) {
      assertThat(otherMode.refused).isEqualTo(Reason.WRONG_REPOSITORY);
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void a_session_that_is_cut_anywhere_before_its_commit_commits_nothing(String version, Play play)
      throws Exception {
    Tape tape = tape(version, play);
    int firstCommit = firstCommitEnd(tape);
    Random random = new Random(17);
    for (int i = 0; i < 300; i++) {
      int at = random.nextInt(firstCommit);
      List<String> forwarded = new TapeJudge(play.policy()).play(tape.cutClientAt(at)).forwarded;
      assertThat(forwarded).as("cut after %d bytes", at).doesNotContain("commit");
    }
  }

  /// Where the client's first commit ends, or all that it says.
  private static int firstCommitEnd(Tape tape) throws Exception {
    byte[] asked = tape.said(Side.CLIENT);
    RequestParser requests = new RequestParser();
    requests.feed(ByteBuffer.wrap(asked));
    for (Optional<Request> r = requests.next(); r.isPresent(); r = requests.next()) {
      if (r.get() instanceof Request.Call call && call.method().equals("commit")) {
        return (int) requests.offset();
      }
    }
    return asked.length;
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void a_damaged_session_does_no_harm(String version, Play play) throws Exception {
    Tape tape = tape(version, play);
    for (int seed = 0; seed < 200; seed++) {
      Tape damaged = damaged(tape, new Random(seed));
      List<String> forwarded = new TapeJudge(Play.CREATE.policy()).play(damaged).forwarded;
      assertThat(forwarded).as("seed %d", seed).doesNotContainAnyElementsOf(NEVER);
      assertThat(forwarded.lastIndexOf("open")).as("seed %d", seed).isLessThan(2);
    }
  }

  private static Tape damaged(Tape tape, Random random) {
    List<Tape.Piece> pieces = new ArrayList<>(tape.pieces());
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int victim = random.nextInt(pieces.size());
      Tape.Piece piece = pieces.get(victim);
      byte[] bytes = piece.bytes().toByteArray();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      pieces.set(victim, Tape.piece(piece.side(), bytes));
    }
    return new Tape(pieces);
  }
}
