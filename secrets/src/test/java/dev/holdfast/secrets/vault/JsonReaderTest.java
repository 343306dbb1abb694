package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
  private static Json read(String text) throws UnreadableJsonException {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void what_was_written_is_read() throws UnreadableJsonException {
    var table = Map.of("a", "q\"\\\n\u0001ü😀", "b", List.of(1, true, "x"), "c", Map.of("d", -12L));

    var json = JsonReader.read(JsonBody.of(table));

    assertThat(json.at("a").text()).isEqualTo("q\"\\\n\u0001ü😀");
    assertThat(json.at("b").items().get(0).whole()).isEqualTo(1);
    assertThat(json.at("b").items().get(1).isTrue()).isTrue();
    assertThat(json.at("c", "d").whole()).isEqualTo(-12);
    assertThat(json.at("c", "nothing", "further").isNothing()).isTrue();
  }

  @Test
  void escapes_become_characters() throws UnreadableJsonException {
    assertThat(read("\"\\u00fc\\ud83d\\ude00\\/\\b\\f\\r\\t\"").text()).isEqualTo("ü😀/\b\f\r\t");
  }

  @Test
  void texts_are_zeroed() throws UnreadableJsonException {
    var json = read("{\"a\": [\"secret\"]}");
    var text = (Json.Text) json.at("a").items().getFirst();
    json.zero();
    assertThat(text.bytes()).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "[1",
        "[1 2]",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "nul",
        "{\"a\":1,\"a\":2}",
        "1 2",
        "{a:1}",
        "\"\n\"",
        "+",
        "tru",
        "\"\\u00g0\""
      })
  void what_is_no_json_is_refused_in_words(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(UnreadableJsonException.class);
  }

  @Test
  void too_deep_is_refused() {
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessageContaining("too much");
  }

  @Test
  void noise_and_damage_are_refused_in_words_or_read() {
    var honest = "{\"data\":{\"data\":{\"a\":\"b\\u00fc\"},\"metadata\":{\"version\":1}}}";
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var bytes = honest.getBytes(StandardCharsets.UTF_8);
      for (var i = 0; i < 1 + random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        JsonReader.read(bytes).zero();
      } catch (UnreadableJsonException e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("at byte");
      }
    }
  }
}
