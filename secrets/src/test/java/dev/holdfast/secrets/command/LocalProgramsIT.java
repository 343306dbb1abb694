package dev.holdfast.secrets.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProgramsIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static SecretProvider commands(Duration deadline) {
    return new CommandSecrets(new LocalPrograms(), deadline);
  }

  @Test
  void a_real_command_prints_the_secret() {
    assertThat(commands(LONG).find("printf 'a b\\n'").map(Bytes::textOf)).contains("a b");
  }

  @Test
  void no_shell_is_involved() {
    assertThat(commands(LONG).find("echo $HOME; `id` > /x").map(Bytes::textOf))
        .contains("$HOME; `id` > /x");
  }

  @Test
  void standard_input_is_empty_and_standard_error_ignored() {
    assertThat(commands(LONG).find("sh -c 'cat; echo noise >&2; echo x'").map(Bytes::textOf))
        .contains("x");
  }

  @Test
  void a_command_that_does_not_end_is_killed_with_its_children() throws IOException {
    var marker = directory.resolve("pid");
    var command = "sh -c 'sleep 600 & echo $! > " + marker + "; wait'";

    assertThatThrownBy(() -> commands(Duration.ofSeconds(2)).find(command))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("did not end");
    var child = Long.parseLong(Files.readString(marker).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void endless_output_is_cut() {
    assertThatThrownBy(() -> commands(LONG).find("cat /dev/zero"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("printed more than");
  }

  @Test
  void a_missing_program_is_named() {
    assertThatThrownBy(() -> commands(LONG).find("/no/such/program"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("/no/such/program");
  }
}
