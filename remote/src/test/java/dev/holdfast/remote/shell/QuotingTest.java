package dev.holdfast.remote.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.host.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QuotingTest {
  @Test
  void harmless_words_stay_bare() {
    assertThat(Quoting.line(Command.of("borg", "serve", "--umask=077", "/srv/a-b_c:1,2@x%+")))
        .isEqualTo("borg serve --umask=077 /srv/a-b_c:1,2@x%+");
  }

  @Test
  void everything_else_is_quoted() {
    assertThat(Quoting.word("")).isEqualTo("''");
    assertThat(Quoting.word("it's")).isEqualTo("'it'\\''s'");
    assertThat(Quoting.word("a b")).isEqualTo("'a b'");
    assertThat(Quoting.word("a\nb")).isEqualTo("'a\nb'");
    assertThat(Quoting.word("\\")).isEqualTo("'\\'");
    assertThat(Quoting.word("~root")).isEqualTo("'~root'");
    assertThat(Quoting.word("=x")).isEqualTo("'=x'");
    assertThat(Quoting.word("Müll")).isEqualTo("'Müll'");
  }

  @Test
  void a_program_never_becomes_an_assignment_or_a_reserved_word() {
    assertThat(Quoting.line(Command.of("A=b"))).isEqualTo("'A=b'");
    assertThat(Quoting.line(Command.of("if"))).isEqualTo("'if'");
    assertThat(Quoting.line(Command.of("echo", "if"))).isEqualTo("echo if");
  }

  @Test
  void variables_come_first_and_in_order() {
    var command = new Command(List.of("borg"), Map.of("B", "x y", "A", "$z"));
    assertThat(Quoting.line(command)).isEqualTo("A='$z' B='x y' borg");
  }

  @Test
  void a_variable_needs_a_proper_name() {
    var command = new Command(List.of("borg"), Map.of("A; rm -rf /", "x"));
    assertThatThrownBy(() -> Quoting.line(command)).isInstanceOf(IllegalArgumentException.class);
  }
}
