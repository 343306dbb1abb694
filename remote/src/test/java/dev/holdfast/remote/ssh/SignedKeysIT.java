package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.secrets.KeySigner;
import dev.holdfast.secrets.ProviderSecrets;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A controller without a key of its own logs in at a real sshd that trusts an authority. Here
/// `ssh-keygen` signs, as an SSH engine does.
final class SignedKeysIT {
  @TempDir private Path directory = Path.of("");

  private ThrowawaySshd sshd(Path authority) {
    return ThrowawaySshd.start(
        directory.resolve("sshd"), SshdSetup.letting().line("TrustedUserCAKeys " + authority));
  }

  private static Endpoint.Ssh endpoint(ThrowawaySshd sshd) {
    return new Endpoint.Ssh(
        "web1",
        sshd.host(),
        sshd.port(),
        sshd.user(),
        new SecretRef(SecretRef.Scheme.VAULT_SSH, "ssh/holdfast"),
        Optional.empty(),
        Optional.empty(),
        List.of(sshd.knownHostsLine()),
        List.of());
  }

  static void connect(ThrowawaySshd sshd, KeySigner signer) {
    var secrets = new ProviderSecrets(List.of(), Optional.of(signer));
    try (var connector =
            new SshConnector(secrets, Limits.defaults(), SocketWays.all(), Surroundings.real());
        var connection = connector.connect(endpoint(sshd))) {
      assertThat(connection.name()).isEqualTo("web1");
    }
  }

  /// Signs as an authority would.
  private String signed(String publicKey, String user, int number) {
    try {
      var key = Files.writeString(directory.resolve("key" + number + ".pub"), publicKey + "\n");
      var authority = directory.resolve("authority").toString();
      Tool.run(
          "ssh-keygen",
          "-q",
          "-s",
          authority,
          "-I",
          "run",
          "-n",
          user,
          "-V",
          "+5m",
          key.toString());
      return Files.readString(directory.resolve("key" + number + "-cert.pub"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_new_key_for_each_connection_is_signed_and_lets_in() {
    var authority = directory.resolve("authority");
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority.toString());
    var keys = new AtomicInteger();
    try (var sshd = sshd(directory.resolve("authority.pub"))) {
      for (var i = 0; i < 2; i++) {
        connect(sshd, (_, key, user) -> signed(key, user, keys.incrementAndGet()));
      }
      assertThatThrownBy(() ->
              connect(sshd, (_, key, _) -> signed(key, "somebody-else", keys.incrementAndGet())))
          .isInstanceOfSatisfying(
              FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED));
    }
    assertThat(keys).hasValue(3);
  }
}
