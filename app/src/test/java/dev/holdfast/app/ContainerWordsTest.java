package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerWordsTest {
  private static Optional<String> forgotten(String... words) {
    return ContainerWords.forgotten(List.of(words), List.of("A", "B"));
  }

  @Test
  void a_container_that_gets_no_variable_is_told_of() {
    assertThat(forgotten("docker", "exec", "db", "sh"))
        .contains("docker passes no variable into the container unless it is named: add -e A -e B");
    assertThat(forgotten("/usr/bin/docker", "compose", "exec", "-T", "db", "sh")).isPresent();
    assertThat(forgotten("podman", "run", "-e", "C", "image")).isPresent();
  }

  @Test
  void one_that_gets_any_is_not() {
    assertThat(forgotten("docker", "exec", "-e", "B", "db", "sh")).isEmpty();
    assertThat(forgotten("docker", "compose", "exec", "--env", "A", "db", "sh")).isEmpty();
    assertThat(forgotten("docker", "exec", "--env=A", "db", "sh")).isEmpty();
    assertThat(forgotten("docker", "exec", "-eA", "db", "sh")).isEmpty();
  }

  @Test
  void other_commands_inherit_what_they_need() {
    assertThat(forgotten("borgmatic", "exec")).isEmpty();
    assertThat(forgotten("docker", "ps")).isEmpty();
  }
}
