package dev.holdfast.fleet.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Cuts the standard error of a borg client into messages. The bytes come from a target and are
/// trusted in nothing: lines are cut at [#LINE_BYTES_MAX], what is not JSON is taken as text.
final class BorgLog {
  static final int LINE_BYTES_MAX = 64 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<BorgMessage> messages;

  BorgLog(Consumer<BorgMessage> messages) {
    this.messages = messages;
  }

  /// Takes the next bytes.
  void feed(ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      var b = chunk.get();
      if (b == '\n') {
        endLine();
      } else if (line.size() < LINE_BYTES_MAX) {
        line.write(b);
      }
    }
  }

  /// Takes what is left without a line end.
  void end() {
    if (line.size() > 0) {
      endLine();
    }
  }

  private void endLine() {
    var text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (!text.isEmpty()) {
      messages.accept(parse(text));
    }
  }

  private static BorgMessage parse(String text) {
    if (!text.startsWith("{")) {
      return new BorgMessage.Text(text);
    }
    try {
      return typed(JSON.readTree(text), text);
    } catch (JacksonException e) {
      return new BorgMessage.Text(text);
    }
  }

  private static BorgMessage typed(JsonNode json, String text) {
    return switch (json.path("type").asString("")) {
      case "archive_progress" ->
          new BorgMessage.Progress(
              json.path("nfiles").asLong(0),
              json.path("original_size").asLong(0),
              json.path("deduplicated_size").asLong(0));
      case "log_message" ->
          new BorgMessage.Logged(
              json.path("levelname").asString(""),
              json.path("msgid").asString(""),
              json.path("message").asString(""));
      case "progress_percent", "progress_message", "file_status", "question_prompt" ->
          new BorgMessage.Logged("DEBUG", json.path("msgid").asString(""), "");
      default -> new BorgMessage.Text(text);
    };
  }
}
