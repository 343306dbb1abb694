package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BorgLogTest {
  private static final String PROGRESS =
      "{\"type\": \"archive_progress\", \"original_size\": 30, \"compressed_size\": 20,"
          + " \"deduplicated_size\": 10, \"nfiles\": 3, \"path\": \"etc/x\", \"time\": 1.5}";
  private static final String ERROR =
      "{\"type\": \"log_message\", \"levelname\": \"ERROR\", \"name\": \"borg\","
          + " \"message\": \"no such passphrase\", \"msgid\": \"PassphraseWrong\"}";

  @Test
  void progress_and_messages_are_read() {
    assertThat(read(PROGRESS + "\n" + ERROR + "\n"))
        .containsExactly(
            new BorgMessage.Progress(3, 30, 10),
            new BorgMessage.Logged("ERROR", "PassphraseWrong", "no such passphrase"));
  }

  @Test
  void what_is_not_json_is_text() {
    assertThat(read("sh: 1: borg: not found\n{\"type\": \n[1]\n"))
        .containsExactly(
            new BorgMessage.Text("sh: 1: borg: not found"),
            new BorgMessage.Text("{\"type\":"),
            new BorgMessage.Text("[1]"));
  }

  @Test
  void a_line_may_come_in_any_number_of_pieces() {
    var whole = (PROGRESS + "\n" + ERROR).getBytes(StandardCharsets.UTF_8);
    var messages = new ArrayList<BorgMessage>();
    var log = new BorgLog(messages::add);
    for (var b : whole) {
      log.feed(ByteBuffer.wrap(new byte[] {b}));
    }
    log.end();
    assertThat(messages).hasSize(2);
  }

  @Test
  void an_endless_line_costs_bounded_memory() {
    var messages = new ArrayList<BorgMessage>();
    var log = new BorgLog(messages::add);
    for (int i = 0; i < 100; i++) {
      log.feed(
          ByteBuffer.wrap("x".repeat(BorgLog.LINE_BYTES_MAX).getBytes(StandardCharsets.UTF_8)));
    }
    log.end();
    assertThat(messages).hasSize(1);
    assertThat(((BorgMessage.Text) messages.getFirst()).line()).hasSize(BorgLog.LINE_BYTES_MAX);
  }

  @Test
  void a_transcript_keeps_a_bounded_number_of_lines_and_counts_the_rest() {
    var transcript = new BorgTranscript();
    for (int i = 0; i < BorgTranscript.LINES_MAX + 5; i++) {
      transcript.add(new BorgMessage.Logged("WARNING", "", "file " + i + " vanished"));
    }
    assertThat(transcript.warnings()).hasSize(BorgTranscript.LINES_MAX + 1);
    assertThat(transcript.warnings().getLast()).isEqualTo("and 5 more warnings");
  }

  private static List<BorgMessage> read(String text) {
    var messages = new ArrayList<BorgMessage>();
    var log = new BorgLog(messages::add);
    log.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    log.end();
    return messages;
  }
}
