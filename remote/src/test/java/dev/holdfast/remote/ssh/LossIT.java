package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.Streams;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import dev.holdfast.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections that break in every way.
final class LossIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SshLab lab = new SshLab();

  @TempDir Path dir;
  private ThrowawaySshd sshd;
  private SshKeyFile key;
  private SshConnector connector;

  @BeforeEach
  void start() {
    key = SshKeyFile.generate(dir.resolve("key"));
    sshd = ThrowawaySshd.start(dir.resolve("sshd"), SshdSetup.letting(key.publicLine()));
    connector = lab.impatient(Limits.defaults().connectDeadline(), Duration.ofMillis(300), 2);
  }

  @AfterEach
  void stop() {
    connector.close();
    sshd.close();
  }

  private HostConnection connect() {
    return connector.connect(lab.endpoint(sshd, key));
  }

  @Test
  void a_frozen_host_is_given_up_and_wakes_readers_and_writers() {
    try (var host = connect();
        var reads = host.start(Command.of("cat"));
        var writes = host.start(Command.of("sleep", "3"))) {
      var reading = Streams.readAll(reads.output());
      var writing = Streams.writeAll(writes.input(), new byte[64 << 20]);
      sshd.freezeSessions();
      assertThatThrownBy(reading::join).hasRootCauseInstanceOf(ConnectionLostException.class);
      assertThatThrownBy(writing::join).hasRootCauseInstanceOf(IOException.class);
      assertThat(reads.await(SOON)).isInstanceOf(ExitStatus.Lost.class);
      sshd.thawSessions();
    }
  }

  @Test
  void a_killed_session_is_not_taken_for_an_orderly_end() throws IOException {
    try (var host = connect();
        var command = host.start(Command.of("cat"));
        var socket = host.deliverSocket(SOON);
        var client = host.start(Command.script("eval \"exec $1\"", List.of(socket.remoteShell())));
        var conversation = socket.accept(SOON)) {
      Streams.say(client.input(), "ping");
      assertThat(Streams.take(conversation.source(), 4)).isEqualTo("ping");
      sshd.killSessions();
      assertThatThrownBy(conversation.source()::next).isInstanceOf(ConnectionLostException.class);
      assertThatThrownBy(command.output()::next).isInstanceOf(ConnectionLostException.class);
      assertThat(command.await(SOON)).isInstanceOf(ExitStatus.Lost.class);
      try (var again = connect()) {
        assertGone(again, socket.directory());
      }
    }
  }

  @Test
  void the_directory_goes_when_the_controller_is_killed() throws Exception {
    Files.write(dir.resolve("pin"), List.of(sshd.knownHostsLine()));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var controller =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Controller.class.getName(),
                dir.toString(),
                Integer.toString(sshd.port()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var directory = line(controller);
    try (var host = connect()) {
      assertThat(directory).startsWith("/").contains("holdfast.");
      output(host, "test -S \"$1/s\"", directory);
      controller.destroyForcibly();
      assertThat(controller.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertGone(host, directory);
    }
  }

  private static String line(Process process) throws IOException {
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      return String.valueOf(reader.readLine());
    }
  }

  private static void assertGone(HostConnection host, String directory) {
    output(host, "while [ -e \"$1\" ]; do sleep 0.05; done", directory);
  }

  private static void output(HostConnection host, String script, String argument) {
    try (var command = host.start(Command.script(script, List.of(argument)))) {
      assertThat(command.await(SOON)).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void a_slow_consumer_is_not_given_up() throws IOException {
    try (var host = connect();
        var command = host.start(Command.script("sleep 2; wc -c", List.of()))) {
      var text = Streams.text(command.output());
      for (int i = 0; i < 8; i++) {
        command.input().write(ByteBuffer.allocate(1 << 20));
      }
      command.input().end();
      assertThat(text.join().strip()).isEqualTo(Integer.toString(8 << 20));
    }
  }
}
