package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.Streams;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections at the same moment.
final class CrowdIT {
  @TempDir Path dir;

  @Test
  void forty_logins_at_once_are_all_let_in_by_a_default_sshd() {
    var lab = new SshLab();
    var key = SshKeyFile.generate(dir.resolve("key"));
    var setup = SshdSetup.letting(key.publicLine()).line("MaxStartups 10:30:100");
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), setup);
        var connector = lab.connector()) {
      var connecting = new ArrayList<CompletableFuture<HostConnection>>();
      for (int i = 0; i < 40; i++) {
        connecting.add(Streams.async(() -> connector.connect(lab.endpoint(sshd, key))));
      }
      assertThat(connecting.stream().map(CompletableFuture::join).toList()).hasSize(40);
      assertThat(sshd.log()).doesNotContain("MaxStartups");
    }
  }
}
