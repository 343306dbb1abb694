package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.testkit.vault.FakeAnswer;
import dev.holdfast.testkit.vault.FakeVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void what_was_opened_for_a_configuration_is_ended_although_that_is_wrong() throws IOException {
    try (var fake = FakeVault.start()) {
      var ids = "VAULT_ROLE_ID=a\nVAULT_SECRET_ID=b\nVAULT_ADDR=" + fake.address() + "\n";
      var file = Files.writeString(directory.resolve("vault-approle.env"), ids);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      var options = new GlobalOptions();
      options.config =
          Files.writeString(
                  directory.resolve("fleet.yaml"),
                  """
                  version: 1
                  secrets: { vault: { login: { approle: { env_file: vault-approle.env } } } }
                  repository_hosts: { here: { local: true, root: /srv/borg } }
                  targets:
                    web1: { host: "vault-db:database/web1#username", nonsense: 1 }
                  """)
              .toString();
      fake.answerNext(
          "auth/approle/login",
          FakeAnswer.of(200, "{\"auth\":{\"client_token\":\"t\",\"lease_duration\":1200}}"));
      fake.answerNext(
          "database/creds/web1",
          FakeAnswer.of(
              200,
              "{\"lease_id\":\"l\",\"lease_duration\":1200,"
                  + "\"data\":{\"username\":\"v-web1\",\"password\":\"p\"}}"));
      fake.answerNext("sys/leases/revoke", FakeAnswer.of(204, ""));

      assertThatThrownBy(() -> Assembly.of(options, Surroundings.ofProcess()).close())
          .isInstanceOf(ConfigException.class);
      assertThat(fake.calls())
          .containsExactly(
              "POST auth/approle/login",
              "GET database/creds/web1",
              "POST sys/leases/revoke",
              "POST auth/token/revoke-self");
    }
  }
}
