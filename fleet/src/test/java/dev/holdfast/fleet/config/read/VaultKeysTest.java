package dev.holdfast.fleet.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.show.FleetRendering;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.secrets.vault.VaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultKeysTest {
  private static final String REST =
      """
      repository_hosts:
        b1: { local: true, root: /srv/borg }
      targets:
        web1:
          local: true
          sources: [/etc]
          repository:
            host: b1
            passphrase: "vault:secret/backup/{target}#borg_passphrase"
      """;

  private static Fleet fleet(String vault) {
    var text = "version: 1\nsecrets:\n  vault:\n" + vault.indent(4) + REST;
    return FleetParser.parse(
        ConfigSource.ofFile("fleet.yaml", text.getBytes(StandardCharsets.UTF_8), "/etc/holdfast"),
        _ -> SettingsReader.NONE);
  }

  private static List<String> faults(String vault) {
    try {
      fleet(vault);
    } catch (ConfigException e) {
      return e.faults().stream().map(Object::toString).toList();
    }
    return List.of();
  }

  @Test
  void everything_that_can_be_said_is_read_and_shown_so_that_it_can_be_read_again() {
    var fleet =
        fleet(
            """
            address: https://vault.example.org:8200
            also_hosts: [vault2.example.org:8200]
            namespace: team
            ca_file: ca.pem
            client_certificate_file: c.pem
            client_key: file:c.key
            login:
              approle:
                mount: hosts
                role: holdfast
                role_id: file:role
                wrapped_secret_id: systemd:wrapped
                secret_id: age:vault/secret-id
            """);
    var vault = fleet.settings().vault();
    assertThat(vault.address().orElseThrow()).hasToString("https://vault.example.org:8200");
    assertThat(vault.tls().caFile()).contains("/etc/holdfast/ca.pem");
    assertThat(vault.login())
        .isInstanceOfSatisfying(
            VaultLogin.AppRole.class,
            role -> {
              assertThat(role.roleId()).hasToString("file:/etc/holdfast/role");
              assertThat(role.wrapped().orElseThrow().role()).isEqualTo("holdfast");
            });
    assertThat(fleet.targets().values().iterator().next().repository().passphrase().orElseThrow())
        .hasToString("vault:secret/backup/web1#borg_passphrase");

    var shown = FleetRendering.show(fleet);
    var again =
        FleetParser.parse(
            ConfigSource.ofFile("shown.yaml", shown.getBytes(StandardCharsets.UTF_8), "/"),
            _ -> SettingsReader.NONE);
    assertThat(again.settings().vault()).isEqualTo(vault);
  }

  @Test
  void a_file_of_variables_stands_for_both_ids() {
    var fleet = fleet("login: { approle: { env_file: vault-approle.env } }");
    assertThat(fleet.settings().vault().login())
        .isEqualTo(new VaultLogin.EnvFile("approle", "/etc/holdfast/vault-approle.env"));
    assertThat(FleetRendering.show(fleet)).contains("env_file: /etc/holdfast/vault-approle.env");
    assertThat(faults("login: { approle: { env_file: a.env, secret_id: file:s } }"))
        .singleElement()
        .asString()
        .contains("secret_id", "stands beside env_file");
  }

  @Test
  void nothing_said_leaves_everything_to_the_environment() {
    assertThat(fleet("namespace: team").settings().vault().login())
        .isEqualTo(new VaultLogin.TokenOfUser());
    assertThat(VaultSettings.none().address()).isEmpty();
  }

  @Test
  void mistakes_are_told_with_their_place() {
    assertThat(faults("address: http://vault.example.org:8200"))
        .singleElement()
        .asString()
        .contains("secrets.vault.address", "in clear");
    assertThat(faults("login: { token: vault:secret/a#b }"))
        .singleElement()
        .asString()
        .contains("cannot be kept in Vault");
    assertThat(faults("login: { token: file:t, kubernetes: { role: x } }"))
        .singleElement()
        .asString()
        .contains("one way to log in");
    assertThat(faults("login: { approle: { secret_id: file:s } }"))
        .singleElement()
        .asString()
        .contains("has no role_id");
    assertThat(faults("login: { approle: { role_id: file:r, wrapped_secret_id: file:w } }"))
        .singleElement()
        .asString()
        .contains("has no role");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login: { approle: { role_id: file:r, mount: a/../b } }",
        "login: { approle: { role_id: file:r, mount: a//b } }",
        "login: { approle: { role_id: file:r, mount: /a } }",
        "login: { approle: { role_id: file:r, mount: 'a\\b' } }",
        "login: { approle: { role_id: file:r, mount: \"a\\nb\" } }",
        "login: { approle: { role_id: file:r, mount: a?b } }",
        "login: { kubernetes: { role: .. } }",
        "login: { kubernetes: { role: \"a\\0b\" } }",
        "namespace: a/../b",
        "namespace: \"a\\r\\nX-Vault-Token: b\""
      })
  void names_that_lead_elsewhere_are_refused(String vault) {
    assertThat(faults(vault)).singleElement().asString().contains("must not have names");
  }

  @Test
  void a_role_is_one_name() {
    assertThat(faults("login: { kubernetes: { role: a/b } }"))
        .singleElement()
        .asString()
        .contains("must be one name");
  }

  private static List<String> faultsOf(String exec, String passphrase) {
    try {
      FleetParser.parse(
          ConfigSource.ofFile(
              "fleet.yaml",
              ("version: 1\ndefaults: { exec: { env: { A: '" + exec + "' } } }\n" + REST)
                  .replaceFirst("\"vault:secret.*\"", "'" + passphrase + "'")
                  .getBytes(StandardCharsets.UTF_8),
              "/etc/holdfast"),
          _ -> SettingsReader.NONE);
    } catch (ConfigException e) {
      return e.faults().stream().map(Object::toString).toList();
    }
    return List.of();
  }

  @Test
  void a_login_for_a_database_is_for_commands_only() {
    assertThat(faultsOf("vault-db:database/backup#username", "file:p")).isEmpty();
    assertThat(faultsOf("vault-db:database/backup", "file:p"))
        .singleElement()
        .asString()
        .contains("exec.env.A", "MOUNT/ROLE#username");
    assertThat(faultsOf("file:a", "vault-db:database/backup#password"))
        .singleElement()
        .asString()
        .contains("passphrase", "only in `exec.env`");
  }
}
