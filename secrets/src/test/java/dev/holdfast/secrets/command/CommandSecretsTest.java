package dev.holdfast.secrets.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandSecretsTest {
  private final List<List<String>> asked = new ArrayList<>();

  private CommandSecrets provider(Programs.Ending ending) {
    return new CommandSecrets(
        (words, _, _) -> {
          asked.add(words);
          return ending;
        },
        Duration.ofSeconds(30));
  }

  private static Programs.Ending exited(int status, String output) {
    return new Programs.Ending.Exited(status, output.getBytes(UTF_8));
  }

  @Test
  void everything_but_the_last_line_end_is_the_secret() {
    var secret = provider(exited(0, "two\nlines\n")).find("pass show 'a b'");

    assertThat(secret.map(Bytes::textOf)).contains("two\nlines");
    assertThat(asked).containsExactly(List.of("pass", "show", "a b"));
  }

  @Test
  void a_failed_command_is_named_but_its_output_is_not() {
    assertThatThrownBy(() -> provider(exited(3, "cAnArY")).find("pass show x"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("command:pass show x")
        .hasMessageContaining("status 3")
        .hasMessageNotContaining("cAnArY");
  }

  @Test
  void every_other_ending_is_told_apart() {
    assertThatThrownBy(() -> provider(exited(0, "")).find("x"))
        .hasMessageContaining("printed nothing");
    assertThatThrownBy(() -> provider(new Programs.Ending.TookTooLong()).find("x"))
        .hasMessageContaining("within 30 s");
    assertThatThrownBy(() -> provider(new Programs.Ending.PrintedTooMuch()).find("x"))
        .hasMessageContaining("more than");
    assertThatThrownBy(() -> provider(exited(0, "x")).find("  ")).hasMessageContaining("no words");
    assertThatThrownBy(() -> provider(exited(0, "x")).find("'"))
        .hasMessageContaining("inside of a quote");
  }

  @Test
  void a_program_that_cannot_be_started_is_unreadable() {
    var provider =
        new CommandSecrets(
            (_, _, _) -> {
              throw new IOException("cAnArY");
            },
            Duration.ofSeconds(1));

    assertThatThrownBy(() -> provider.find("x"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("could not be started")
        .hasMessageNotContaining("cAnArY");
  }
}
