package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.Streams;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosts behind two others, each with its own key and pin.
final class JumpIT {
  private final SshLab lab = new SshLab();

  @TempDir Path dir;

  private record Hop(ThrowawaySshd sshd, SshKeyFile key) implements AutoCloseable {
    @Override
    public void close() {
      sshd.close();
    }
  }

  private Hop hop(String name, String line) {
    var key = SshKeyFile.generate(dir.resolve(name + "-key"));
    var setup = SshdSetup.letting(key.publicLine()).line(line);
    return new Hop(ThrowawaySshd.start(dir.resolve(name), setup), key);
  }

  private Endpoint.Ssh endpoint(Hop hop, Endpoint.Ssh... jumps) {
    return lab.endpoint(hop.sshd(), hop.key()).withJumps(List.of(jumps));
  }

  @Test
  void goes_through_two_hosts_and_leaves_no_way_behind() throws Exception {
    try (var one = hop("one", "AllowTcpForwarding yes");
        var two = hop("two", "AllowTcpForwarding yes");
        var three = hop("three", "AllowTcpForwarding no");
        var connector = lab.connector()) {
      var way = endpoint(three, endpoint(one), endpoint(two));
      try (var host = connector.connect(way);
          var command = host.start(Command.of("cat"))) {
        var bytes = new byte[3 << 20];
        new Random(1).nextBytes(bytes);
        var back = Streams.readAll(command.output());
        assertThat(Streams.writeAll(command.input(), bytes).join()).isTrue();
        assertThat(back.join()).isEqualTo(bytes);
        assertThat(three.sshd().log()).contains("Accepted publickey");
        assertThat(Loopback.listeningPorts()).isEmpty();
      }
    }
  }

  @Test
  void says_which_hop_does_not_work() {
    try (var one = hop("one", "AllowTcpForwarding no");
        var two = hop("two", "AllowTcpForwarding yes");
        var connector = lab.connector()) {
      var way = endpoint(two, endpoint(one));
      var refusal =
          catchThrowableOfType(FleetException.class, () -> connector.connect(way).close());
      assertThat(refusal.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE);
    }
  }

  @Test
  void a_hop_with_another_key_is_not_trusted() {
    try (var one = hop("one", "AllowTcpForwarding yes");
        var two = hop("two", "AllowTcpForwarding yes");
        var connector = lab.connector()) {
      var e = endpoint(one);
      var wrong =
          lab.endpoint(
              one.sshd(), one.key(), List.of("* " + two.sshd().hostKey("ed25519").publicLine()));
      assertThat(e.knownHosts()).isNotEqualTo(wrong.knownHosts());
      var way = endpoint(two, wrong);
      var refusal =
          catchThrowableOfType(FleetException.class, () -> connector.connect(way).close());
      assertThat(refusal.code()).isEqualTo(ErrorCode.HOST_KEY_CHANGED);
    }
  }
}
