package dev.holdfast.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SecretTest {
  private static final String CANARY = "cAnArY-51c2";

  @Test
  void nothing_prints_a_secret() {
    var secret = Secret.ofText(CANARY);
    record Holder(Secret secret) {}

    assertThat(
            List.of(
                secret.toString(),
                String.valueOf(Optional.of(secret)),
                Map.of("a", secret).toString(),
                new Holder(secret).toString(),
                String.format("%s %h", secret, secret)))
        .noneMatch(text -> text.contains(CANARY))
        .noneMatch(text -> text.contains(Arrays.toString(CANARY.getBytes(UTF_8))));
  }

  @Test
  void nothing_serialises_a_secret() {
    var json = JsonMapper.builder().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build();
    var written = json.writeValueAsString(Map.of("secret", Secret.ofText(CANARY)));

    assertThat(written).doesNotContain(CANARY).contains("secret");
    assertThat(Secret.ofText(CANARY)).isNotInstanceOf(Serializable.class);
  }

  @Test
  void secrets_of_the_same_bytes_are_not_equal() {
    assertThat(Secret.ofText(CANARY)).isNotEqualTo(Secret.ofText(CANARY));
  }

  @Test
  void closing_zeroes_the_bytes_and_ends_the_use() {
    var bytes = CANARY.getBytes(UTF_8);
    var secret = Secret.takeOver(bytes);
    secret.close();

    assertThat(bytes).containsOnly(0);
    assertThatThrownBy(() -> secret.use(b -> b.length)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_copy_outlives_its_origin() {
    var secret = Secret.ofText(CANARY);
    var copy = secret.copy();
    secret.close();

    assertThat(Bytes.textOf(copy)).isEqualTo(CANARY);
  }

  @Test
  void exactly_one_line_end_is_taken_away() {
    assertThat(line("a\n")).isEqualTo("a");
    assertThat(line("a\r\n")).isEqualTo("a");
    assertThat(line("a\n\n")).isEqualTo("a\n");
    assertThat(line("a\r")).isEqualTo("a\r");
    assertThat(line("\n")).isEmpty();
    assertThat(line("")).isEmpty();
  }

  private static String line(String text) {
    return Bytes.textOf(Secret.ofLine(text.getBytes(UTF_8)));
  }

  @Test
  void taking_a_line_end_away_zeroes_the_origin() {
    var bytes = (CANARY + "\n").getBytes(UTF_8);

    assertThat(Secret.ofLine(bytes).isEmpty()).isFalse();
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void characters_are_lent_and_zeroed() {
    var kept = new char[1][];
    var text =
        Secret.ofText("pä€")
            .useCharacters(characters -> {
              kept[0] = characters;
              return new String(characters);
            });

    assertThat(text).isEqualTo("pä€");
    assertThat(kept[0]).containsOnly('\0');
  }

  @Test
  void bytes_that_are_no_text_are_not_repeated() {
    var secret = Secret.takeOver(new byte[] {'a', (byte) 0xff});

    assertThatThrownBy(() -> secret.useCharacters(characters -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this secret is not UTF-8 text");
  }
}
