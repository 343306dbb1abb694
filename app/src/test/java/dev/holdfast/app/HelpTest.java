package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  /// What a command line said, and what it ended with.
  private record Said(int exitCode, String out, String err) {}

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_explains_itself_with_examples(List<String> command) {
    var help = said(with(command, "--help"));

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    var name = String.join(" ", with(List.of("holdfast"), command.toArray(String[]::new)));
    assertThat(help.out()).contains("Usage: " + name);
    assertThat(help.out().lines().dropWhile(line -> !line.equals("Examples:")).skip(1))
        .anyMatch(line -> line.startsWith("  ") && line.contains(name));
    assertThat(said(with(command, "-h"))).isEqualTo(help);
    assertThat(said(with(List.of("help"), command.toArray(String[]::new)))).isEqualTo(help);
  }

  static Stream<List<String>> commands() {
    return below(List.of(), Main.line(new HoldfastCommand()));
  }

  private static Stream<List<String>> below(List<String> path, CommandLine line) {
    var children =
        line.getSubcommands().entrySet().stream()
            .flatMap(child -> below(with(path, child.getKey()), child.getValue()));
    return Stream.concat(Stream.of(path), children);
  }

  @Test
  void options_of_a_command_run_by_exec_are_its_own() {
    assertThat(said(List.of("exec", "--help")).out()).contains("Usage: holdfast exec");
    var parsed = Main.line(new HoldfastCommand()).parseArgs("exec", "ls", "--help");
    assertThat(parsed.subcommand().isUsageHelpRequested()).isFalse();
  }

  @Test
  void the_next_step_of_wrong_usage_is_one_that_works() {
    var wrong = said(List.of("check", "--repository-only", "--archives-only"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("CLI-001", "holdfast check --help");
    var unknown = said(List.of("help", "chekc"));
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("'chekc'", "holdfast --help");
  }

  private static List<String> with(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static Said said(List<String> words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = Main.line(new HoldfastCommand());
    var exitCode =
        line.setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }
}
