package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThrowawaySshdIT {
  @TempDir Path dir;

  @Test
  void lets_a_key_in_and_is_known_by_plain_and_hashed_lines() throws Exception {
    var key = SshKeyFile.generate(dir.resolve("key"));
    var setup = SshdSetup.letting(key.publicLine()).hostKeys("ed25519", "ecdsa", "rsa");
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), setup)) {
      for (var line : List.of(sshd.knownHostsLine(), sshd.hashedKnownHostsLine("rsa"))) {
        assertThat(ssh(sshd, key, line, sshd.port(), "echo hello")).isEqualTo("hello\n");
      }
    }
  }

  @Test
  void a_certificate_and_a_forced_command_work() throws Exception {
    var authority = SshKeyFile.generate(dir.resolve("ca"));
    var key = SshKeyFile.generate(dir.resolve("key"), SshKeyFile.Kind.of("rsa"));
    var setup =
        SshdSetup.letting("cert-authority " + authority.publicLine())
            .line("ForceCommand echo forced");
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), setup)) {
      assertThat(authority.certifyUser(key, sshd.user())).startsWith("ssh-rsa-cert-v01@");
      assertThat(ssh(sshd, key, sshd.knownHostsLine(), sshd.port(), "id")).isEqualTo("forced\n");
    }
  }

  @Test
  void carries_ssh_through_a_delay() throws Exception {
    var key = SshKeyFile.generate(dir.resolve("key"));
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), SshdSetup.letting(key.publicLine()));
        var proxy = DelayProxy.before(sshd.port(), Duration.ofMillis(5))) {
      var line =
          KnownHostsLines.plain("127.0.0.1", proxy.port(), sshd.hostKey("ed25519").publicLine());
      assertThat(ssh(sshd, key, line, proxy.port(), "echo far")).isEqualTo("far\n");
    }
  }

  private String ssh(ThrowawaySshd sshd, SshKeyFile key, String pin, int port, String command)
      throws Exception {
    var pins = Files.writeString(dir.resolve("pins"), pin + "\n");
    var words = new ArrayList<>(List.of("ssh", "-F", "none", "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "UserKnownHostsFile=" + pins, "-o", "StrictHostKeyChecking=yes"));
    words.addAll(List.of("-o", "IdentitiesOnly=yes", "-i", key.file().toString()));
    words.addAll(List.of("-p", "" + port, sshd.user() + "@" + sshd.host(), command));
    return Tool.run(words);
  }
}
