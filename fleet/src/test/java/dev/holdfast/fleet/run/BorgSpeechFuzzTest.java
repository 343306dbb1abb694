package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What borg says on a target's standard error, and to the question for its version: any bytes.
class BorgSpeechFuzzTest {
  private static final String HONEST =
      """
      {"type": "archive_progress", "original_size": 30, "deduplicated_size": 10, "nfiles": 3, "path": "etc/x"}
      {"type": "log_message", "levelname": "WARNING", "name": "borg", "message": "changed", "msgid": "X"}
      {"type": "question_prompt", "msgid": "BORG_CHECK_I_KNOW_WHAT_I_AM_DOING", "message": "Sure?"}
      sh: 1: borg: not found
      {"type": "log_message", "levelname": "ERROR", "message": {"a": [1, 2, {"b": null}]}, "msgid": 7}
      """;

  private static final String[] PIECES = {
    "null", "[", "]", "{", "}", "\"", "1e999999", "99999999999999999999", "\\ud800", ":", ",", "\n"
  };

  @Test
  void any_speech_becomes_messages_of_bounded_size() {
    for (int seed = 0; seed < 1_500; seed++) {
      var random = new Random(seed);
      var transcript = new BorgTranscript();
      var log = new BorgLog(transcript::add);
      try {
        feed(log, random);
        log.end();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(transcript.lastWords().length())
          .isLessThanOrEqualTo(BorgTranscript.LINE_CHARACTERS_MAX + 1);
      assertThat(transcript.errors()).hasSizeLessThanOrEqualTo(BorgTranscript.LINES_MAX);
    }
  }

  private static void feed(BorgLog log, Random random) {
    var bytes = mutated(HONEST, random).getBytes(StandardCharsets.UTF_8);
    for (int spots = random.nextInt(5); spots > 0; spots--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    for (int at = 0; at < bytes.length; ) {
      var length = Math.min(bytes.length - at, 1 + random.nextInt(100));
      log.feed(ByteBuffer.wrap(bytes, at, length));
      at += length;
    }
  }

  private static String mutated(String honest, Random random) {
    var text = new StringBuilder(honest);
    for (int spots = random.nextInt(6); spots > 0; spots--) {
      var at = random.nextInt(text.length());
      var piece = PIECES[random.nextInt(PIECES.length)];
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, piece);
        case 1 -> text.insert(at, piece.repeat(random.nextInt(3_000)));
        default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(20)));
      }
    }
    return text.toString();
  }

  @Test
  void any_answer_to_the_question_for_the_version_is_a_version_or_none() {
    for (int seed = 0; seed < 1_500; seed++) {
      var random = new Random(seed);
      var said = mutated("Welcome\nborg 1.2.4\n", random);
      BorgVersionLine.parse(said)
          .ifPresent(version -> assertThat(version.toString()).hasSizeLessThanOrEqualTo(14));
    }
  }
}
