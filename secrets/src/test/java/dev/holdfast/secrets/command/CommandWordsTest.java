package dev.holdfast.secrets.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWordsTest {
  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("pass show web1", List.of("pass", "show", "web1")),
        Arguments.of("  a\t b\nc ", List.of("a", "b", "c")),
        Arguments.of("a 'b c' \"d e\"", List.of("a", "b c", "d e")),
        Arguments.of("a'b'\"c\"", List.of("abc")),
        Arguments.of("a '' \"\"", List.of("a", "", "")),
        Arguments.of("'a\\b' \"c\\d\" \"e\\\"f\\\\\"", List.of("a\\b", "c\\d", "e\"f\\")),
        Arguments.of("a\\ b \\'c", List.of("a b", "'c")),
        Arguments.of("echo $HOME;`id`|x>*", List.of("echo", "$HOME;`id`|x>*")),
        Arguments.of("", List.of()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void words_are_split_as_a_shell_does(String text, List<String> words) {
    assertThat(CommandWords.of(text)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "a \"b", "a\\", "\"a\\"})
  void what_is_left_open_is_refused(String text) {
    assertThatThrownBy(() -> CommandWords.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
