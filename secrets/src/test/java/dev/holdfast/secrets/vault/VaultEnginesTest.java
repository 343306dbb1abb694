package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.testkit.vault.FakeAnswer;
import dev.holdfast.testkit.vault.FakeVault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Logins for databases and certificates for keys, as the fake is told to answer.
final class VaultEnginesTest {
  private final FakeVault fake = FakeVault.start();
  private final Rig rig = new Rig(fake);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_login_for_a_database_ends_with_its_lease() {
    fake.answerNext(
        "database/creds/shop",
        FakeAnswer.of(
            200,
            "{\"lease_id\":\"database/creds/shop/1\",\"lease_duration\":3600,"
                + "\"data\":{\"username\":\"v-shop\",\"password\":\"cAnArY\"}}"));
    try (var vault = rig.asRoot();
        var login = vault.database().login("database/creds/shop")) {
      assertThat(login.user()).isEqualTo("v-shop");
      assertThat(Bytes.textOf(login.password().copy())).isEqualTo("cAnArY");
      assertThat(login.renew(Duration.ofMinutes(30))).isEqualTo(Duration.ofMinutes(30));
      assertThat(fake.calls()).doesNotContain("POST sys/leases/revoke");
    }
    assertThat(fake.calls()).contains("POST sys/leases/renew", "POST sys/leases/revoke");
  }

  @Test
  void a_key_is_signed_or_the_path_is_named() {
    var order =
        new VaultSsh.Order(
            "ssh", "holdfast", "ssh-ed25519 AAAA", List.of("root"), Duration.ofMinutes(5), "");
    try (var vault = rig.asRoot()) {
      fake.answerNext(
          "ssh/sign/holdfast",
          FakeAnswer.of(
              200, "{\"data\":{\"signed_key\":\"ssh-ed25519-cert-v01@openssh.com A\\n\"}}"));
      assertThat(vault.ssh().sign(order)).isEqualTo("ssh-ed25519-cert-v01@openssh.com A");

      fake.answerNext("ssh/sign/holdfast", FakeAnswer.errors(403, "permission denied"));
      assertThatThrownBy(() -> vault.ssh().sign(order))
          .isInstanceOf(SecretException.class)
          .hasMessageContaining("denies update on ssh/sign/holdfast");
    }
  }
}
