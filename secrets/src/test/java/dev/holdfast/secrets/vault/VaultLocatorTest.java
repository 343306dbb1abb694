package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "secret/a\\b#f"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> VaultLocator.parse(text)).hasMessageContaining("vault: needs");
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
