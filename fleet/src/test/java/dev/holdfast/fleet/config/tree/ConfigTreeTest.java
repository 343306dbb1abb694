package dev.holdfast.fleet.config.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.config.Fault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTreeTest {
  private static Node.Table read(ConfigFormat format, byte[] bytes) {
    var faults = new Faults("f");
    var source = new ConfigSource("f", bytes, Optional.of(format), Optional.empty());
    var table = ConfigTree.read(source, faults);
    faults.throwIfAny();
    return table;
  }

  private static Node.Table yaml(String text) {
    return read(ConfigFormat.YAML, text.getBytes(UTF_8));
  }

  private static Node.Table toml(String text) {
    return read(ConfigFormat.TOML, text.getBytes(UTF_8));
  }

  private static List<Fault> faults(ConfigFormat format, byte[] bytes) {
    try {
      read(format, bytes);
      return List.of();
    } catch (ConfigException e) {
      return e.faults();
    }
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(ConfigFormat.YAML, "a: [1\n", 2, 1),
        Arguments.of(ConfigFormat.YAML, "a: 1\na: 2\n", 2, 1),
        Arguments.of(ConfigFormat.YAML, "a:\n\tb: 1\n", 2, 1),
        Arguments.of(ConfigFormat.YAML, "a: *x\n", 1, 4),
        Arguments.of(ConfigFormat.YAML, "a: &x { b: *x }\n", 1, 12),
        Arguments.of(ConfigFormat.YAML, "a: 1\n---\nb: 2\n", 2, 1),
        Arguments.of(ConfigFormat.YAML, "? [a]\n: 1\n", 1, 3),
        Arguments.of(ConfigFormat.YAML, "- a\n", 1, 1),
        Arguments.of(ConfigFormat.YAML, "", 1, 1),
        Arguments.of(ConfigFormat.YAML, "# nothing\n", 1, 1),
        Arguments.of(ConfigFormat.TOML, "a = \n", 1, 5),
        Arguments.of(ConfigFormat.TOML, "a = 1\na = 2\n", 2, 1),
        Arguments.of(ConfigFormat.TOML, "[a]\nb = 1\n[a]\n", 3, 1),
        Arguments.of(ConfigFormat.TOML, "a = \"x\n", 1, 7));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void what_is_not_well_formed_has_its_place(
      ConfigFormat format, String text, int line, int column) {
    assertThat(faults(format, text.getBytes(UTF_8)))
        .anySatisfy(fault -> {
          assertThat(fault.line()).as("%s", fault).isEqualTo(line);
          assertThat(fault.column()).as("%s", fault).isEqualTo(column);
        });
  }

  @Test
  void tabs_are_answered_with_advice() {
    assertThat(faults(ConfigFormat.YAML, "a:\n\tb: 1\n".getBytes(UTF_8)))
        .singleElement()
        .satisfies(
            fault -> assertThat(fault.suggestion()).contains("indent with blanks, not with tabs"));
  }

  @Test
  void plain_yaml_values_have_the_kinds_of_yaml_1_2() {
    var table = yaml("a: 12\nb: 1.5\nc: true\nd: yes\ne: ~\nf: '12'\ng: 2026-11-20\nh: !!str 5\n");

    assertThat(table.entries())
        .extracting(entry -> ((Node.Scalar) entry.value()).kind())
        .containsExactly(
            Node.Kind.WHOLE,
            Node.Kind.DECIMAL,
            Node.Kind.FLAG,
            Node.Kind.TEXT,
            Node.Kind.NOTHING,
            Node.Kind.TEXT,
            Node.Kind.TEXT,
            Node.Kind.TEXT);
  }

  @Test
  void byte_order_mark_and_line_ends_of_windows_change_nothing() {
    var plain = yaml("a: b\nc:\n  - d\n");

    assertThat(yaml("\uFEFFa: b\r\nc:\r\n  - d\r\n").entries()).hasSameSizeAs(plain.entries());
    assertThat(yaml("\uFEFFa: b\r\nc:\r\n  - d\r\n").entries().getLast().at())
        .isEqualTo(new Position(2, 1));
    assertThat(toml("\uFEFFa = 1\r\n[b]\r\nc = 2\r\n").entries()).hasSize(2);
  }

  @Test
  void columns_count_characters_and_not_bytes() {
    assertThat(yaml("{ \"äöü😀\": 1, b: 2 }\n").entries().getLast().at())
        .isEqualTo(new Position(1, 14));
  }

  @Test
  void bytes_that_are_not_utf_8_have_their_place() {
    var bytes = "a: b\nc: x".getBytes(UTF_8);
    bytes[8] = (byte) 0xff;

    assertThat(faults(ConfigFormat.YAML, bytes))
        .containsExactly(
            new Fault(
                "f", 2, 4, "the configuration is not UTF-8", Optional.of("save it as UTF-8")));
  }

  @Test
  void aliases_repeat_values_but_cannot_multiply_them_without_end() {
    assertThat(yaml("a: &x [1, 2]\nb: *x\n").find("b").orElseThrow().value())
        .isInstanceOfSatisfying(Node.Items.class, items -> assertThat(items.items()).hasSize(2));

    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 20; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertThat(faults(ConfigFormat.YAML, bomb.toString().getBytes(UTF_8)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.sentence()).contains("more than"));
  }

  @Test
  void deep_nesting_is_refused_in_both_formats() {
    for (var text : List.of("a: " + "[".repeat(100_000), "a: " + "{b: ".repeat(100_000))) {
      assertThat(faults(ConfigFormat.YAML, text.getBytes(UTF_8)))
          .singleElement()
          .satisfies(fault -> assertThat(fault.sentence()).contains("nested deeper"));
    }
    for (var text : List.of("a = " + "[".repeat(100_000), "a = " + "{b = ".repeat(100_000))) {
      assertThat(faults(ConfigFormat.TOML, text.getBytes(UTF_8)))
          .singleElement()
          .satisfies(fault -> assertThat(fault.sentence()).contains("nested deeper"));
    }
    assertThat(faults(ConfigFormat.TOML, ("a" + ".b".repeat(500) + " = 1").getBytes(UTF_8)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.sentence()).contains("nested deeper"));
  }

  @Test
  void brackets_in_toml_texts_and_comments_are_not_nesting() {
    var brackets = "[".repeat(50);
    var text =
        "# %1$s\na = \"%1$s\\\"%1$s\"\nb = '%1$s'\nc = \"\"\"\n%1$s\n\"\"\"\nd = '''\n%1$s'''\n"
            .formatted(brackets);

    assertThat(toml(text).entries()).hasSize(4);
  }

  @Test
  void what_is_too_large_is_refused_before_it_is_read() {
    var bytes = new byte[ConfigTree.BYTES_MAX + 1];

    assertThatThrownBy(() -> read(ConfigFormat.YAML, bytes))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("larger than 4 MiB");
  }

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of("x.toml", "a: b", ConfigFormat.TOML),
        Arguments.of("x.yaml", "a = 1", ConfigFormat.YAML),
        Arguments.of("x.YML", "[a]", ConfigFormat.YAML),
        Arguments.of("-", "version: 1\n", ConfigFormat.YAML),
        Arguments.of("-", "\n# c\n---\na: b", ConfigFormat.YAML),
        Arguments.of("-", "{ \"version\": 1 }", ConfigFormat.YAML),
        Arguments.of("-", "version = 1\n", ConfigFormat.TOML),
        Arguments.of("-", "# c\n\n[Borg] # x\n", ConfigFormat.TOML),
        Arguments.of("-", "[[Servers]]\n", ConfigFormat.TOML),
        Arguments.of("-", "", ConfigFormat.YAML));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void the_format_is_found_by_name_else_by_content(String name, String text, ConfigFormat format) {
    assertThat(ConfigFormat.of(name, text)).isEqualTo(format);
  }

  @Test
  void a_value_does_not_print() {
    assertThat(yaml("a: cAnArY\n").toString()).doesNotContain("cAnArY");
  }
}
