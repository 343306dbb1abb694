package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import dev.holdfast.secrets.vault.Vault;
import dev.holdfast.secrets.vault.VaultLimits;
import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.secrets.vault.VaultSettings;
import dev.holdfast.secrets.vault.VaultWorld;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import dev.holdfast.testkit.Untested;
import dev.holdfast.testkit.vault.RealVault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The SSH engine of a real server signs keys for a real sshd.
final class SshEngineIT {
  @TempDir private Path directory = Path.of("");

  @Test
  void a_role_signs_a_key_that_lets_in_and_refuses_other_users() throws IOException {
    var program = RealVault.program();
    if (program.isEmpty()) {
      Untested.here("keys signed by a real Vault or OpenBao", "there is no bao, vault or go here");
      return;
    }
    try (var server = RealVault.start(program.get())) {
      server.run("secrets", "enable", "ssh");
      server.run("write", "ssh/config/ca", "generate_signing_key=true", "key_type=ed25519");
      var line = server.run("read", "-field=public_key", "ssh/config/ca").strip();
      var authority = Files.writeString(directory.resolve("ca.pub"), line + "\n");
      var setup = SshdSetup.letting().line("TrustedUserCAKeys " + authority);
      try (var sshd = ThrowawaySshd.start(directory.resolve("sshd"), setup);
          var vault = new Vault(settings(server), VaultLimits.standard(), world(server))) {
        role(server, sshd.user());
        SignedKeysIT.connect(sshd, vault.signer());

        role(server, "nobody-else");
        assertThatThrownBy(() -> SignedKeysIT.connect(sshd, vault.signer()))
            .isInstanceOf(FleetException.class)
            .hasMessageContaining("ssh/sign/holdfast");
      }
    }
  }

  private static void role(RealVault server, String user) {
    server.run(
        "write",
        "ssh/roles/holdfast",
        "key_type=ca",
        "allow_user_certificates=true",
        "allowed_users=" + user,
        "ttl=5m",
        "max_ttl=10m");
  }

  private static VaultSettings settings(RealVault server) {
    return new VaultSettings(
        Optional.of(URI.create(server.address())),
        List.of(),
        Optional.empty(),
        new VaultLogin.Token(new SecretRef(SecretRef.Scheme.FILE, "root")),
        new VaultSettings.Tls(
            server.caFile().map(Path::toString), Optional.empty(), Optional.empty()));
  }

  private static VaultWorld world(RealVault server) throws IOException {
    return new VaultWorld(
        _ -> Optional.empty(),
        Path.of("/nonexistent"),
        new PrivateFiles(PrivateFiles.ownUid()),
        _ -> Optional.of(Secret.ofText(server.rootToken())),
        (_, _) -> false,
        _ -> {});
  }
}
