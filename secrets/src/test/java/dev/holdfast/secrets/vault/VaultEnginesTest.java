package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.testkit.vault.FakeAnswer;
import dev.holdfast.testkit.vault.FakeVault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Logins for databases and certificates for keys, as the fake is told to answer.
final class VaultEnginesTest {
  private static final String CREDS = "database/creds/shop";
  private static final FakeAnswer LOGIN =
      FakeAnswer.of(
          200,
          "{\"lease_id\":\"database/creds/shop/1\",\"lease_duration\":2,"
              + "\"data\":{\"username\":\"v-shop\",\"password\":\"cAnArY\"}}");

  private final FakeVault fake = FakeVault.start();
  @AutoClose private final Rig rig = new Rig(fake);

  @Test
  void a_lease_without_a_login_is_ended() {
    fake.answerNext(
        CREDS,
        FakeAnswer.of(200, "{\"lease_id\":\"database/creds/shop/1\",\"data\":{\"a\":\"cAnArY\"}}"));
    try (var vault = rig.asRoot()) {
      assertThatThrownBy(() -> vault.logins().find("database/shop#password"))
          .isInstanceOf(SecretException.class)
          .hasMessageContaining("no user name and password")
          .hasMessageNotContainingAny("cAnArY");
      assertThat(fake.calls()).contains("POST sys/leases/revoke");
    }
  }

  @Test
  void a_lease_is_asked_for_once_although_it_looks_like_a_read() {
    fake.answerNext(CREDS, FakeAnswer.errors(500, "the database does not answer"));
    try (var vault = rig.asRoot()) {
      assertThatThrownBy(() -> vault.logins().find("database/shop#password"))
          .hasMessageContaining("the database does not answer");
      assertThat(fake.calls().stream().filter(call -> call.equals("GET " + CREDS))).hasSize(1);
    }
  }

  @Test
  void an_end_that_fails_is_told_and_thrown_to_nobody() {
    fake.answerNext(CREDS, LOGIN);
    fake.answerNext("sys/leases/revoke", FakeAnswer.errors(500, "storage"));
    try (var vault = rig.asRoot()) {
      assertThat(vault.logins().find("database/shop#username").map(Bytes::textOf))
          .contains("v-shop");
      assertThat(vault.endLogins())
          .containsExactly(
              "the login that Vault made at database/creds/shop could not be ended (500 storage):"
                  + " it lasts as long as its lease");
    }
  }

  @Test
  void a_login_is_renewed_while_it_is_needed_and_told_if_it_ended_too_early() throws Exception {
    fake.answerNext(CREDS, LOGIN);
    var renewed = new CountDownLatch(3);
    for (var life : List.of(2, 1, 0)) {
      fake.answerNext(
          "sys/leases/renew",
          () -> {
            renewed.countDown();
            return FakeAnswer.of(200, "{\"lease_duration\":" + life + "}");
          });
    }
    try (var vault = rig.asRoot()) {
      assertThat(vault.logins().find("database/shop#username")).isPresent();
      assertThat(renewed.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(vault.endLogins()).singleElement().asString().contains("raise max_ttl");
    }
  }

  @Test
  void a_key_is_signed_or_the_path_is_named() {
    var order =
        new VaultSsh.Order(
            new VaultRole("ssh", "holdfast"),
            "ssh-ed25519 AAAA",
            List.of("root"),
            Duration.ofMinutes(5),
            "");
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
