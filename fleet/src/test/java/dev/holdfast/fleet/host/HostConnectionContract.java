package dev.holdfast.fleet.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [HostConnection] promises of commands. [SingleUseSocketContract] has the sockets.
public abstract class HostConnectionContract {
  /// Long enough for a loaded machine; nothing waits for it where things go right.
  protected static final Duration SOON = Duration.ofSeconds(30);

  private static final int MEGABYTE = 1 << 20;

  /// The connection under test.
  protected HostConnection host;

  /// Opens a new connection to the same host.
  protected abstract HostConnection connect();

  @BeforeEach
  final void open() {
    host = connect();
  }

  @AfterEach
  final void close() {
    host.close();
  }

  /// Runs a script to its end and gives back what it printed; fails the test if it fails.
  protected static String output(HostConnection host, String script, String... arguments) {
    try (var command = host.start(Command.script(script, List.of(arguments)))) {
      var text = Streams.text(command.output());
      var errors = Streams.text(command.errors());
      assertThat(command.await(SOON)).as(script).isEqualTo(new ExitStatus.Exited(0));
      assertThat(errors.join()).as(script).isEmpty();
      return text.join();
    }
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void tells_exit_codes_and_signals() {
    assertThat(endOf("exit 0")).isEqualTo(new ExitStatus.Exited(0));
    assertThat(endOf("exit 7")).isEqualTo(new ExitStatus.Exited(7));
    assertThat(endOf("kill -TERM $$")).isEqualTo(new ExitStatus.Signalled("TERM"));
    assertThat(endOf("kill -KILL $$")).isEqualTo(new ExitStatus.Signalled("KILL"));
  }

  private ExitStatus endOf(String script) {
    try (var command = host.start(Command.script(script, List.of()))) {
      return command.await(SOON);
    }
  }

  @Test
  void a_program_that_does_not_exist_is_told_by_exit_code_or_exception() {
    try (var command = host.start(Command.of("no-such-program-anywhere"))) {
      assertThat(command.await(SOON)).isEqualTo(new ExitStatus.Exited(127));
    }
  }

  @Test
  void hostile_words_arrive_as_they_are() {
    var words =
        List.of(
            "plain",
            "",
            " ",
            "two words",
            "it's",
            "\"",
            "a\"b'c",
            "$HOME",
            "`id`",
            "$(id)",
            "\\",
            "\\n",
            "line\nbreak",
            "tab\t",
            "-rf",
            "--",
            "*",
            "?",
            "~",
            "#",
            ";",
            "&",
            "|",
            "<",
            ">",
            "(",
            ")",
            "{a,b}",
            "!",
            "^",
            "=x",
            "a=b",
            "Müll",
            "日本語",
            "\u0001",
            "é".repeat(300));
    var printed = output(host, "printf '%s\\0' \"$@\"", words.toArray(String[]::new));
    assertThat(printed.split("\0", -1))
        .hasSize(words.size() + 1)
        .startsWith(words.toArray(String[]::new));
  }

  @Test
  void the_environment_reaches_the_command() throws IOException {
    var environment = Map.of("A_WORD", "x", "HOSTILE", "it's \"$HOME\"\n`id` \\");
    var words = List.of("sh", "-c", "printf '%s|%s' \"$A_WORD\" \"$HOSTILE\"");
    try (var command = host.start(new Command(words, environment))) {
      var text = Streams.text(command.output());
      assertThat(command.await(SOON)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(text.join()).isEqualTo("x|it's \"$HOME\"\n`id` \\");
    }
  }

  @Test
  void a_megabyte_goes_both_ways_at_once() {
    var bytes = random(MEGABYTE);
    try (var command = host.start(Command.of("cat"))) {
      var back = Streams.readAll(command.output());
      var written = Streams.writeAll(command.input(), bytes);
      assertThat(back.join()).isEqualTo(bytes);
      assertThat(written.join()).isTrue();
      assertThat(command.await(SOON)).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void the_output_goes_on_after_the_input_was_ended() {
    try (var command = host.start(Command.script("wc -c; echo more", List.of()))) {
      var text = Streams.text(command.output());
      Streams.writeAll(command.input(), random(100_000)).join();
      assertThat(text.join().strip()).matches("100000\\s+more");
    }
  }

  @Test
  void much_output_waits_for_a_slow_reader() throws IOException {
    try (var command = host.start(Command.script("head -c 20000000 /dev/zero", List.of()))) {
      var errors = Streams.text(command.errors());
      var first = command.output().next();
      var rest = Streams.readAll(command.output()).join();
      assertThat(rest.length + (first == null ? 0 : first.remaining())).isEqualTo(20_000_000);
      assertThat(command.await(SOON)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(errors.join()).isEmpty();
    }
  }

  @Test
  void standard_error_stays_apart() {
    try (var command = host.start(Command.script("echo out; echo err >&2; exit 3", List.of()))) {
      var out = Streams.text(command.output());
      var err = Streams.text(command.errors());
      assertThat(command.await(SOON)).isEqualTo(new ExitStatus.Exited(3));
      assertThat(out.join()).isEqualTo("out\n");
      assertThat(err.join()).isEqualTo("err\n");
    }
  }

  @Test
  void several_commands_run_at_once() throws IOException {
    var commands = new ArrayList<RunningCommand>();
    for (int i = 0; i < 6; i++) {
      commands.add(host.start(Command.of("cat")));
    }
    for (var command : commands.reversed()) {
      Streams.say(command.input(), "hello");
      assertThat(Streams.take(command.output(), 5)).isEqualTo("hello");
      command.close();
    }
  }

  @Test
  void waiting_ends_at_the_deadline_and_the_command_still_runs() throws IOException {
    try (var command = host.start(Command.of("cat"))) {
      assertThatThrownBy(() -> command.await(Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE));
      Streams.say(command.input(), "still here");
      assertThat(Streams.take(command.output(), 10)).isEqualTo("still here");
    }
  }

  @Test
  void closing_a_command_ends_its_process() throws IOException {
    var command = host.start(Command.script("printf '%6s' $$; exec cat", List.of()));
    var pid = Streams.take(command.output(), 6).strip();
    command.close();
    command.close();
    assertGone(host, pid);
  }

  @Test
  void closing_a_command_wakes_its_reader() {
    var command = host.start(Command.of("cat"));
    var reading = Streams.readAll(command.output());
    command.close();
    reading.exceptionally(e -> new byte[0]).join();
    assertThat(reading.isDone()).isTrue();
    assertThatThrownBy(() -> command.input().write(java.nio.ByteBuffer.allocate(1 << 20)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void closing_the_connection_ends_what_runs() throws IOException {
    var other = connect();
    var command = other.start(Command.script("printf '%6s' $$; exec cat", List.of()));
    var pid = Streams.take(command.output(), 6).strip();
    other.close();
    other.close();
    assertGone(host, pid);
    assertThatThrownBy(() -> other.start(Command.of("true"))).isInstanceOf(FleetException.class);
  }

  private static void assertGone(HostConnection host, String pid) {
    assertThat(pid).matches("[0-9]+");
    output(host, "while kill -0 $1 2>/dev/null; do sleep 0.05; done", pid);
  }

  @Test
  void closing_wakes_a_writer_whose_command_takes_nothing() {
    var command = host.start(Command.of("sleep", "60"));
    var writing = Streams.writeAll(command.input(), new byte[64 * MEGABYTE]);
    var closing =
        Streams.async(() -> {
          command.close();
          return true;
        });
    assertThat(closing.join()).isTrue();
    assertThatThrownBy(writing::join).hasRootCauseInstanceOf(IOException.class);
  }
}
