package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `vault setup --apply-sshd` makes a real sshd let keys in that Vault has signed.
class VaultSshdIT {
  @TempDir private Path home;

  private Path launcher = Path.of("");
  private Path config = Path.of("");
  private Path sshdConfig = Path.of("");

  private Ran setup(String... more) {
    var words =
        new ArrayList<>(
            List.of("vault", "setup", "--apply-sshd", "--sshd-config", sshdConfig.toString()));
    words.addAll(List.of(more));
    var product = new Product(launcher, home, "-XX:TieredStopAtLevel=1");
    return product.run(config, words.toArray(String[]::new));
  }

  @Test
  void an_sshd_is_shown_changed_once_and_never_against_another_authority() throws IOException {
    Files.createDirectories(home.resolve("tmp"));
    launcher = Packaged.launcher();
    var key = SshKeyFile.generate(home.resolve("key"), SshKeyFile.Kind.of("ed25519"));
    sshdConfig = home.resolve("sshd/sshd_config");
    var extensions = home.resolve("sshd/sshd_config.d");
    var setup = SshdSetup.letting(key.publicLine()).line("Include " + extensions.resolve("*.conf"));
    try (var vault = VaultOperator.start("setting sshd up");
        var sshd = ThrowawaySshd.start(home.resolve("sshd"), setup)) {
      if (vault.signKeysFor(sshd.user()).isEmpty()) {
        return;
      }
      prepare(vault, sshd);
      var ours = extensions.resolve("holdfast-" + sshd.user() + ".conf");

      assertThat(setup().out())
          .contains("Match User " + sshd.user(), "ssh-ed25519 ", "nothing was changed");
      assertThat(setup("--yes").err()).contains("SSH-004");
      assertThat(ours).doesNotExist();

      var changed =
          setup("--yes", "--login-user", sshd.user(), "--login-key", key.file().toString());
      if (!sshd.user().equals("root")) {
        assertThat(changed.err()).contains("SSH-010", "the login is not root");
        return;
      }
      assertThat(changed.out()).as(changed.said()).contains("the sshd of web1 was changed");
      Stage.eventually(
          "sshd listens again", () -> sshd.log().split("Server listening", -1).length > 2);

      // Now a key that Vault has signed lets in.
      assertThat(setup("--yes").out()).contains("the sshd of web1 is as it should be");

      Files.delete(ours);
      Files.writeString(extensions.resolve("other.conf"), "TrustedUserCAKeys /etc/other.pub\n");
      var refused = setup("--yes", "--login-key", key.file().toString());
      assertThat(refused.exitCode()).isEqualTo(5);
      assertThat(refused.err()).contains("SSH-010", "other authorities", "/etc/other.pub");
      assertThat(ours).doesNotExist();
    }
  }

  private void prepare(VaultOperator vault, ThrowawaySshd sshd) throws IOException {
    vault.logIn(home);
    var token = Files.copy(home.resolve(".vault-token"), home.resolve("token"));
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    var fleet =
        new FleetYaml()
            .set(1, "version")
            .set(vault.address(), "secrets", "vault", "address")
            .set("file:token", "secrets", "vault", "login", "token")
            .set(true, "repository_hosts", "here", "local")
            .set(home.resolve("repositories").toString(), "repository_hosts", "here", "root")
            .set(sshd.host(), "targets", "web1", "host")
            .set(sshd.port(), "targets", "web1", "port")
            .set(sshd.user(), "targets", "web1", "user")
            .set("vault-ssh:ssh/targets", "targets", "web1", "key")
            .set(List.of(sshd.knownHostsLine()), "targets", "web1", "known_hosts")
            .set(List.of("/etc"), "targets", "web1", "sources")
            .set("here", "targets", "web1", "repository", "host");
    vault.caFile().ifPresent(file -> fleet.set(file.toString(), "secrets", "vault", "ca_file"));
    config = fleet.write(home.resolve("fleet.yaml"));
  }
}
