package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.SecretException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultLocatorTest {
  @Test
  void a_locator_has_a_path_a_field_and_perhaps_a_version() {
    assertThat(VaultLocator.parse("secret/prod/web1#borg_passphrase"))
        .returns("secret/prod/web1", VaultLocator::path)
        .returns("borg_passphrase", VaultLocator::field)
        .hasToString("vault:secret/prod/web1#borg_passphrase");
    assertThat(VaultLocator.parse("secret/a?version=3#f"))
        .hasToString("vault:secret/a?version=3#f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "secret#f",
        "secret/a",
        "/secret/a#f",
        "secret/a/#f",
        "secret//a#f",
        "secret/../a#f",
        "secret/a#",
        "secret/a?version=0#f",
        "secret/a?v=1#f",
        "secret/a#f#g",
        "secret/*#f",
        "secret/+/a#f",
        "secret/a\"b#f",
        "secret/a\\b#f",
        "secret/./a#f",
        "secret/a/..#f",
        "secret/a\n#f",
        "secret/a\u0085#f",
        "secret/a\u0000b#f"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> VaultLocator.parse(text)).hasMessageContaining("vault: needs");
  }

  @Test
  void a_login_for_a_database_has_a_mount_a_role_and_one_of_two_fields() {
    var locator = DatabaseLocator.parse("team/database/backup#password");
    assertThat(locator.role()).isEqualTo(new VaultRole("team/database", "backup"));
    assertThat(locator.field()).isEqualTo(DatabaseLocator.Field.PASSWORD);
    assertThat(locator.path()).isEqualTo("team/database/creds/backup");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "database/backup",
        "backup#username",
        "database/backup#lease_id",
        "database/../backup#username",
        "database//backup#username",
        "/backup#username",
        "database/#username",
        "database/a?b#username",
        "database/a\r#username",
        "database/+#username"
      })
  void any_other_login_is_refused(String text) {
    assertThatThrownBy(() -> DatabaseLocator.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys/../x", "a//b", "", "/a", "a/", "auth/x\ny/login", "a/./b", "a/*"})
  void no_call_is_made_at_a_path_that_leads_elsewhere(String path) {
    assertThatThrownBy(() -> VaultServer.encoded(path))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("Vault cannot be asked for")
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void what_means_something_in_an_address_is_encoded() {
    assertThat(VaultServer.encoded("secret/data/a b/ü%2e?version=3"))
        .isEqualTo("secret/data/a%20b/%C3%BC%252e?version=3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vault:8200",
        "https://",
        "ftp://vault",
        "https://vault:8200/v1",
        "https://a@vault",
        "http://vault.example.org:8200"
      })
  void an_address_that_cannot_be_right_is_refused(String text) {
    assertThatThrownBy(() -> VaultSettings.address(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addresses_are_as_the_environment_usually_has_them() {
    assertThat(VaultSettings.address("https://vault.example.org:8200/"))
        .hasToString("https://vault.example.org:8200");
    assertThat(VaultSettings.address("http://127.0.0.1:8200")).hasPort(8200);
    assertThat(VaultSettings.address("http://[::1]:8200")).hasPort(8200);
  }
}
