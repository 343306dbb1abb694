package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.fleet.host.Streams;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.testkit.SshKeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that want our memory or our time.
final class HostilePeerIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  // After half a minute without progress MINA gives up writing by itself.
  private static final Duration BEFORE_MINA = Duration.ofSeconds(20);
  private static final long PACKET_BYTES = 32 << 10;
  private static final String SOCKET_CHANNEL = "forwarded-streamlocal@openssh.com";

  private final SshLab lab = new SshLab();

  @TempDir Path dir;
  private SshKeyFile key;
  @AutoClose private SshConnector connector;

  @BeforeEach
  void prepare() {
    key = SshKeyFile.generate(dir.resolve("key"));
    var usual = Limits.defaults();
    connector =
        lab.impatient(Duration.ofSeconds(5), usual.keepAliveInterval(), usual.keepAlivesLostMax());
  }

  /// What a test does once the server is deaf.
  private interface Attack {
    void run(HostilePeer peer, RunningCommand command) throws Exception;
  }

  private void against(Attack attack) throws Exception {
    try (var peer = HostilePeer.start(PACKET_BYTES);
        var host = connector.connect(peer.endpoint(lab, key));
        var command = host.start(Command.of("anything"))) {
      Streams.say(command.input(), "x");
      assertThat(peer.deaf().isOpen()).isTrue();
      attack.run(peer, command);
    }
  }

  @Test
  void a_large_window_does_not_fill_our_memory() throws Exception {
    against((peer, command) -> {
      var input = (ChannelSink) command.input();
      var largest = new AtomicLong();
      var writing = Streams.async(() -> write(input, largest));
      while (input.unsentBytes() <= ChannelSink.UNSENT_BYTES_MAX / 2 && !writing.isDone()) {
        Surroundings.real().pause(Duration.ofMillis(5));
      }
      var closing =
          Streams.async(() -> {
            command.close();
            return true;
          });
      assertThat(closing.join()).isTrue();
      assertThatThrownBy(writing::join).hasRootCauseInstanceOf(IOException.class);
      assertThat(largest.get()).isPositive().isLessThanOrEqualTo(ChannelSink.UNSENT_BYTES_MAX);
    });
  }

  private static boolean write(ChannelSink input, AtomicLong largest) {
    try {
      for (int i = 0; i < 1024; i++) {
        input.write(ByteBuffer.allocate(64 << 10));
        largest.accumulateAndGet(input.unsentBytes(), Math::max);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_flood_of_questions_ends_the_session() throws Exception {
    against((peer, command) -> {
      peer.open(4000, "x".repeat(16 << 10), "");
      assertThat(command.await(BEFORE_MINA)).isInstanceOf(ExitStatus.Lost.class);
    });
  }

  @Test
  void a_key_exchange_that_never_ends_is_given_up() throws Exception {
    against((peer, command) -> {
      assertThat(peer.deaf().getSession().reExchangeKeys().isDone()).isFalse();
      assertThat(command.await(SOON)).isInstanceOf(ExitStatus.Lost.class);
    });
  }

  @Test
  void refused_channels_are_forgotten_but_not_endlessly() throws Exception {
    against((peer, command) -> {
      peer.open(500, SOCKET_CHANNEL, "/nowhere");
      say(peer, "still here");
      assertThat(Streams.take(command.output(), 10)).isEqualTo("still here");
      peer.open(500, SOCKET_CHANNEL, "/nowhere");
      assertThat(command.await(SOON)).isInstanceOf(ExitStatus.Lost.class);
    });
  }

  private static void say(HostilePeer peer, String text) throws IOException {
    var channel = peer.deaf();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, 64);
    buffer.putUInt(channel.getRecipient());
    buffer.putBytes(bytes);
    channel.getSession().writePacket(buffer);
  }

  @Test
  void a_server_of_tiny_packets_is_refused() {
    try (var peer = HostilePeer.start(1024);
        var host = connector.connect(peer.endpoint(lab, key))) {
      assertThatThrownBy(() -> host.start(Command.of("anything")))
          .isInstanceOfSatisfying(
              FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_REFUSED))
          .hasMessageContaining("4096");
    }
  }
}
