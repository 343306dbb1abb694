package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.house.ClosedSwitches;
import dev.holdfast.app.house.JavaSources;
import dev.holdfast.app.house.Markdown;
import dev.holdfast.app.house.Promises;
import dev.holdfast.app.house.SourceRules;
import dev.holdfast.app.house.TestRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each tidy rule, seen to fail on text that breaks it.
final class TidyRulesTest {
  @Test
  void a_long_file_and_a_long_method_are_found() {
    var body = "int i;\n".repeat(500);
    var sources = JavaSources.of("A.java", "class A { void f() {\n" + body + "} }");
    assertThat(SourceRules.longFiles(sources)).containsExactly("A.java has 502 lines");
    assertThat(SourceRules.longMethods(sources)).containsExactly("A.java:1 f has 502 lines");
  }

  @Test
  void a_method_of_seventy_lines_passes() {
    var sources = JavaSources.of("A.java", "class A { void f() {" + "\n".repeat(69) + "} }");
    assertThat(SourceRules.longMethods(sources)).isEmpty();
  }

  @Test
  void names_that_say_nothing_are_found_but_not_words_that_contain_them() {
    assertThat(SourceRules.noiseNames(JavaSources.of("A.java", "class HostKeyManager {}")))
        .hasSize(1);
    assertThat(SourceRules.noiseNames(JavaSources.of("A.java", "package a.util; class A {}")))
        .hasSize(1);
    assertThat(
            SourceRules.noiseNames(JavaSources.of("A.java", "class Database { class Score {} }")))
        .isEmpty();
  }

  @Test
  void a_default_over_our_enum_is_found() {
    var text =
        "class A { enum E { ON, OFF } int f(E e) { return switch (e) { case ON -> 1; default -> 2; }; } }";
    assertThat(ClosedSwitches.defaults(JavaSources.of("A.java", text))).containsExactly("A.java:1");
  }

  @Test
  void a_default_over_our_sealed_type_is_found() {
    var text =
        """
        class A {
          sealed interface S { record X(int i) implements S {} record Y() implements S {} }
          int f(S s) { return switch (s) { case S.X(var i) -> i; default -> 2; }; }
          void g(S s) { switch (s) { case S.X x -> {} default -> {} } }
        }
        """;
    assertThat(ClosedSwitches.defaults(JavaSources.of("A.java", text)))
        .containsExactly("A.java:3", "A.java:4");
  }

  @Test
  void a_default_over_text_or_a_foreign_type_passes() {
    var text =
        """
        class A {
          int f(String s) { return switch (s) { case "x" -> 1; default -> 2; }; }
          static final int ON = 1;
          enum E { ON }
          int n(int i) { return switch (i) { case ON -> 1; default -> 2; }; }
          int g(Object o) { return switch (o) { case String s -> 1; default -> 2; }; }
        }
        """;
    assertThat(ClosedSwitches.defaults(JavaSources.of("A.java", text))).isEmpty();
  }

  @Test
  void skipped_tests_are_found() {
    var text =
        "class A { @Disabled void f() {} @org.junit.jupiter.api.Disabled void g() {} void h() { assumeTrue(no); } }";
    assertThat(TestRules.skipped(JavaSources.of("A.java", text))).hasSize(3);
  }

  @Test
  void tests_that_nobody_runs_that_mumble_or_that_sleep_are_found() {
    var text =
        "class A { @Test void shouldWork() {} @Test void it_should_work() {} void f() { Thread.sleep(1); } }";
    var unseen = JavaSources.of("Checks.java", text);
    assertThat(TestRules.unseen(unseen)).hasSize(2);
    assertThat(TestRules.mumbling(unseen)).hasSize(2);
    assertThat(TestRules.sleeping(unseen)).isEmpty();
    assertThat(TestRules.sleeping(JavaSources.of("ATest.java", text))).hasSize(1);
    assertThat(TestRules.unseen(JavaSources.of("ATest.java", text))).isEmpty();
  }

  @Test
  void work_that_is_put_off_is_found_unless_it_says_where_it_stands() {
    var mark = "TO" + "DO";
    assertThat(SourceRules.looseEnds("a", "int i; // " + mark + ": later")).hasSize(1);
    assertThat(SourceRules.looseEnds("a", "# " + mark + " later")).hasSize(1);
    assertThat(SourceRules.looseEnds("a", "// " + mark + "(threat-model G4): later")).isEmpty();
  }

  @Test
  void documents_without_or_with_two_titles_are_found_but_code_is_no_title() {
    assertThat(Markdown.titles("a.md", "text")).hasSize(1);
    assertThat(Markdown.titles("a.md", "# One\n# Two")).hasSize(1);
    assertThat(Markdown.titles("a.md", "# One\n```\n# comment\n```\n")).isEmpty();
  }

  @Test
  void a_dead_link_is_found() {
    var file = Path.of("a.md").toAbsolutePath();
    assertThat(Markdown.deadLinks(file, "a.md", "[x](no/such/file.md#part)"))
        .containsExactly("a.md links to no/such/file.md#part");
    assertThat(Markdown.deadLinks(file, "a.md", "[x](pom.xml) [y](#here) [z](https://github.com/)"))
        .isEmpty();
  }

  @Test
  void places_of_one_machine_are_found() {
    assertThat(Markdown.privatePlaces("a.md", "see /" + "data/x and https://mirror.invalid/maven"))
        .hasSize(2);
    assertThat(
            Markdown.privatePlaces(
                "a.md",
                "/etc/holdfast/fleet.yaml, fleet/src/main/java, https://github.com/borgbackup/borg"))
        .isEmpty();
  }

  @Test
  void a_promise_without_a_test_is_found() {
    var promises = new StringBuilder("# Promises\n\n### G1 A\nDefended by `GoneIT`.\n");
    for (var number = 2; number <= 6; number++) {
      promises.append("### G").append(number).append(" B\nThe \"some day\" capability.\n");
    }
    assertThat(Promises.broken(promises.append("### G7 C\nbelieve us\n").toString(), List.of()))
        .containsExactly(
            "G1 names GoneIT, which does not exist", "G7 names no test and no capability");
  }
}
