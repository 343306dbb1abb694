package dev.holdfast.fleet.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What every [HostConnection] promises of commands and of the sockets it delivers.
public abstract class SingleUseSocketContract extends HostConnectionContract {
  private static final AtomicLong MARKS = new AtomicLong(ProcessHandle.current().pid());

  /// How the socket is expected to be carried.
  protected abstract String expectedMechanism();

  // Borg splits the words as a shell does and appends its own.
  private static RunningCommand client(HostConnection host, SingleUseSocket socket) {
    var script = "eval \"exec $1 somehost borg serve --umask=077\"";
    return host.start(Command.script(script, List.of(socket.remoteShell())));
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void only_the_login_user_can_enter() {
    try (var socket = host.deliverSocket(SOON)) {
      assertThat(socket.mechanism()).isEqualTo(expectedMechanism());
      assertThat(socket.directory()).hasSizeLessThan(100);
      assertThat(output(host, "ls -ld \"$1\"", socket.directory())).startsWith("drwx------");
      var files = output(host, "ls -l \"$1\" | grep '^[sp]'", socket.directory());
      assertThat(files.lines())
          .isNotEmpty()
          .allMatch(line -> line.substring(1).startsWith("rw-------"));
    }
  }

  @Test
  void carries_a_conversation_both_ways() throws IOException {
    try (var socket = host.deliverSocket(SOON);
        var client = client(host, socket);
        var conversation = socket.accept(SOON)) {
      socket.settle();
      Streams.say(client.input(), "ping");
      assertThat(Streams.take(conversation.source(), 4)).isEqualTo("ping");
      Streams.say(conversation.sink(), "pong");
      assertThat(Streams.take(client.output(), 4)).isEqualTo("pong");
      exchangeMegabytes(client, conversation);
    }
  }

  private static void exchangeMegabytes(RunningCommand client, Duplex conversation) {
    var up = random(3 << 20);
    var down = random(2 << 20);
    var gotUp = Streams.readAll(conversation.source());
    var gotDown = Streams.readAll(client.output());
    var errors = Streams.text(client.errors());
    var sentUp = Streams.writeAll(client.input(), up);
    var sentDown = Streams.writeAll(conversation.sink(), down);
    assertThat(gotUp.join()).isEqualTo(up);
    assertThat(gotDown.join()).isEqualTo(down);
    assertThat(sentUp.join() && sentDown.join()).isTrue();
    assertThat(client.await(SOON)).isEqualTo(new ExitStatus.Exited(0));
    assertThat(errors.join()).isEmpty();
  }

  @Test
  void the_end_of_the_peer_is_seen() throws IOException {
    try (var socket = host.deliverSocket(SOON);
        var client = client(host, socket);
        var conversation = socket.accept(SOON)) {
      Streams.say(client.input(), "bye");
      client.input().end();
      assertThat(Streams.text(conversation.source()).join()).isEqualTo("bye");
    }
  }

  @Test
  void our_end_is_seen_by_the_peer() throws IOException {
    // Borg reads the end from a pipe of its own; sshd alone would wait for the standard input too.
    var script = "(eval \"exec $1 somehost borg serve\") | { cat; echo '<end>'; }";
    try (var socket = host.deliverSocket(SOON);
        var client = host.start(Command.script(script, List.of(socket.remoteShell())))) {
      var conversation = socket.accept(SOON);
      Streams.say(conversation.sink(), "no");
      conversation.close();
      assertThat(Streams.takeUntil(client.output(), "<end>")).contains("<end>");
    }
  }

  @Test
  void everything_is_gone_after_close() {
    var socket = host.deliverSocket(SOON);
    var directory = socket.directory();
    socket.close();
    socket.close();
    assertThat(output(host, "ls -d \"$1\" 2>/dev/null || echo gone", directory))
        .isEqualTo("gone\n");
  }

  @Test
  void everything_is_gone_after_the_connection_was_closed() {
    var other = connect();
    var directory = other.deliverSocket(SOON).directory();
    other.close();
    output(host, "while [ -e \"$1\" ]; do sleep 0.05; done", directory);
  }

  @Test
  void nobody_else_can_connect_once_settled() throws IOException {
    try (var socket = host.deliverSocket(SOON);
        var client = client(host, socket);
        var conversation = socket.accept(SOON)) {
      socket.settle();
      try (var second = client(host, socket)) {
        var got = Streams.text(second.output());
        var said = Streams.text(second.errors());
        second.await(SOON);
        assertThat(got.join()).isEmpty();
        assertThat(said.join()).isNotNull();
      }
      Streams.say(client.input(), "ping");
      assertThat(Streams.take(conversation.source(), 4)).isEqualTo("ping");
    }
  }

  @Test
  void a_stray_can_be_dropped_and_the_next_one_taken() throws IOException {
    try (var socket = host.deliverSocket(SOON)) {
      try (var stray = client(host, socket)) {
        Streams.say(stray.input(), "GET / HTTP/1.0\r\n");
        var conversation = socket.accept(SOON);
        assertThat(Streams.take(conversation.source(), 4)).startsWith("GET ");
        conversation.close();
      }
      try (var client = client(host, socket);
          var conversation = socket.accept(SOON)) {
        socket.settle();
        Streams.say(client.input(), "ping");
        assertThat(Streams.take(conversation.source(), 4)).isEqualTo("ping");
      }
    }
  }

  @Test
  void waiting_for_nobody_ends() {
    try (var socket = host.deliverSocket(SOON)) {
      assertThatThrownBy(() -> socket.accept(Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE));
    }
  }

  @Test
  void two_sockets_do_not_meet() throws IOException {
    try (var one = host.deliverSocket(SOON);
        var two = host.deliverSocket(SOON);
        var client = client(host, two);
        var conversation = two.accept(SOON)) {
      assertThat(one.directory()).isNotEqualTo(two.directory());
      Streams.say(client.input(), "ping");
      assertThat(Streams.take(conversation.source(), 4)).isEqualTo("ping");
    }
  }

  @Test
  void what_a_dead_controller_left_is_removed_and_nothing_else() {
    var planted =
        """
        b=${XDG_RUNTIME_DIR:-/run}; [ -w "$b" ] || b=/tmp; umask 077
        sh -c 'echo $$' >"$b/holdfast.pid$1"; read -r dead <"$b/holdfast.pid$1"; rm "$b/holdfast.pid$1"
        for n in deadaaaa openbbbb livecccc; do mkdir "$b/holdfast.$n$1"; done
        chmod 755 "$b/holdfast.openbbbb$1"
        echo "$dead" >"$b/holdfast.deadaaaa$1/pid"; echo "$dead" >"$b/holdfast.openbbbb$1/pid"
        echo $PPID >"$b/holdfast.livecccc$1/pid"
        ln -s "$b/holdfast.deadaaaa$1" "$b/holdfast.linkdddd$1"; echo "$b"
        """;
    // The same directory is used by other classes at the same time.
    var mark = "%02d".formatted(MARKS.getAndIncrement() % 100);
    var base = output(host, planted, mark).strip();
    try (var socket = host.deliverSocket(SOON)) {
      assertThat(socket.directory()).startsWith(base);
      var left = output(host, "cd \"$1\"; ls -d holdfast.????????$2", base, mark);
      assertThat(left).contains("openbbbb", "livecccc", "linkdddd").doesNotContain("deadaaaa");
    } finally {
      output(host, "rm -rf \"$1\"/holdfast.????????\"$2\"", base, mark);
    }
  }
}
