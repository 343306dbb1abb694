package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import dev.holdfast.testkit.vault.FakeAnswer;
import dev.holdfast.testkit.vault.FakeVault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a real server does not say on demand: each row of the catalogue gives its message, and
/// nothing is tried that must not be.
final class VaultCatalogueTest {
  private static final String LOGIN = "auth/approle/login";
  private static final String DATA = "secret/data/team/web1";

  private final FakeVault fake = FakeVault.start();
  @AutoClose private final Rig rig = new Rig(fake);

  private Vault vault() {
    rig.policy("reader", "path \"secret/data/team/*\" { capabilities = [\"read\"] }");
    return rig.vault(rig.role("web", Map.of("token_policies", List.of("reader"))));
  }

  private void put(String name, String value) {
    rig.write(
        "secret/data/team/" + name,
        Map.of("data", Map.of("passphrase", value), "options", Map.of("cas", 0)));
  }

  private static Optional<String> find(Vault vault, String name) {
    return vault.secrets().find("secret/team/" + name + "#passphrase").map(Bytes::textOf);
  }

  private static SecretException failure(Runnable action) {
    var thrown = new ArrayList<SecretException>();
    assertThatThrownBy(action::run).isInstanceOfSatisfying(SecretException.class, thrown::add);
    assertThat(thrown.getFirst().nextStep()).isNotBlank();
    return thrown.getFirst();
  }

  private long count(String call) {
    return fake.calls().stream().filter(call::equals).count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | invalid role or secret ID | LOGIN_REFUSED | wrong, used up, expired or deleted",
        "400 | failed to validate SecretID: invalid | LOGIN_REFUSED | wrong, used up",
        "500 | invalid secret id | LOGIN_REFUSED | wrong, used up, expired or deleted",
        "400 | missing role_id | LOGIN_REFUSED | wants a role id",
        "400 | missing secret_id | LOGIN_REFUSED | wants a role id and a secret id",
        "403 | permission denied | LOGIN_REFUSED | permission denied",
        "404 | no handler for route \"auth/x/login\" | LOGIN_REFUSED | no such login method",
        "400 | source address \"192.0.2.7\" unauthorized through CIDR restrictions on the secret ID: %!w(<nil>) | LOGIN_REFUSED | 192.0.2.7, which is the address it saw",
        "400 | source address \"192.0.2.7\" unauthorized by CIDR restrictions on the role: x | LOGIN_REFUSED | 192.0.2.7",
        "500 | internal error | UNAVAILABLE | error of its own"
      })
  void a_login_that_is_answered_so_is_told_so_and_not_repeated(
      int status, String error, Kind kind, String told) {
    fake.answerNext(LOGIN, FakeAnswer.errors(status, error));
    try (var vault = vault()) {
      var e = failure(() -> find(vault, "web1"));
      assertThat(e.kind()).isEqualTo(kind);
      assertThat(e).hasMessageContaining(told);
      assertThat(count("POST " + LOGIN)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | Vault is sealed | is sealed",
        "503 | namespace is sealed | namespace is sealed",
        "501 | not initialized | not initialised",
        "473 | standby | is a standby",
        "429 | rate limit quota exceeded | too many requests",
        "412 | required index state not present | not caught up",
        "502 | bad gateway | error of its own (502)"
      })
  void a_read_that_is_answered_so_for_long_is_unavailable_after_its_tries(
      int status, String error, String told) {
    try (var vault = vault()) {
      for (var i = 0; i < 3; i++) {
        fake.answerNext(DATA, FakeAnswer.errors(status, error));
      }
      var e = failure(() -> find(vault, "web1"));
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e).hasMessageContaining(told);
      assertThat(count("GET " + DATA)).isEqualTo(3);
    }
  }

  @Test
  void a_read_that_is_answered_so_for_a_moment_succeeds() {
    put("web1", "x");
    try (var vault = vault()) {
      fake.answerNext(
          DATA, new FakeAnswer(429, "{\"errors\":[\"quota\"]}", Map.of("Retry-After", "1")));
      fake.answerNext(DATA, FakeAnswer.errors(412, "index"));
      assertThat(find(vault, "web1")).contains("x");
    }
  }

  @Test
  void a_login_is_repeated_only_where_nobody_looked_at_it() {
    put("web1", "x");
    try (var vault = vault()) {
      fake.answerNext(LOGIN, FakeAnswer.errors(503, "Vault is sealed"));
      assertThat(find(vault, "web1")).contains("x");
      assertThat(count("POST " + LOGIN)).isEqualTo(2);
    }
  }

  @Test
  void plain_text_and_broken_answers_are_no_mystery() {
    try (var vault = vault()) {
      fake.answerNext(
          LOGIN, FakeAnswer.of(400, "Client sent an HTTP request to an HTTPS server.\n"));
      var mixed = failure(() -> find(vault, "web1"));
      assertThat(mixed.kind()).isEqualTo(Kind.UNCONFIGURED);
      assertThat(mixed).hasMessageContaining("speaks TLS");
    }
    try (var vault = vault()) {
      fake.answerNext(DATA, FakeAnswer.of(200, "{\"data\": {\"data\": {\"passphrase\": \"cAnArY"));
      assertThat(find(vault, "web1")).isEmpty();
    }
  }

  @Test
  void an_answer_without_end_is_refused() {
    try (var vault = vault()) {
      for (var i = 0; i < 3; i++) {
        fake.answerNext(DATA, FakeAnswer.of(200, "{" + " ".repeat(2 << 20) + "}"));
      }
      assertThat(failure(() -> find(vault, "web1"))).hasMessageContaining("has more than");
    }
  }

  @Test
  void https_to_a_server_without_tls_says_so() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerPlainly(server));
      var settings =
          new VaultSettings(
              Optional.of(URI.create("https://127.0.0.1:" + server.getLocalPort())),
              List.of(),
              Optional.empty(),
              new VaultLogin.Token(Rig.ref("root")),
              VaultSettings.Tls.none());
      try (var session = rig.session(settings)) {
        var e = failure(() -> session.call(VaultRequest.get(DATA)));
        assertThat(e.kind()).isEqualTo(Kind.UNCONFIGURED);
        assertThat(e).hasMessageContaining("speaks plain HTTP");
      }
    }
  }

  // The JDK's client may try once more on another connection.
  private static void answerPlainly(ServerSocket server) {
    try {
      while (true) {
        var client = server.accept();
        Thread.ofVirtual().start(() -> answerPlainly(client));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void answerPlainly(Socket accepted) {
    try (var client = accepted) {
      // Closed with something unread, a socket loses what it has written.
      assertThat(client.getInputStream().read(new byte[1 << 14])).isPositive();
      var answer = "HTTP/1.1 400 Bad Request\r\n\r\n400 Bad Request";
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The client sees no answer, and the test fails by that.
    }
  }

  @Test
  void a_token_goes_only_to_servers_that_were_named() {
    put("web1", "x");
    try (var other = FakeVault.start();
        var vault = vault()) {
      fake.answerNext(
          DATA, new FakeAnswer(307, "", Map.of("Location", other.address() + "/v1/" + DATA)));
      var e = failure(() -> find(vault, "web1"));
      assertThat(e.kind()).isEqualTo(Kind.UNTRUSTED);
      assertThat(e.nextStep()).contains("also_hosts");
      assertThat(other.calls()).isEmpty();

      fake.answerNext(
          DATA, new FakeAnswer(307, "", Map.of("Location", fake.address() + "/v1/" + DATA)));
      assertThat(find(vault, "web1")).contains("x");
    }
  }

  @Test
  void servers_that_refer_to_one_another_in_a_circle_are_left() {
    try (var vault = vault()) {
      for (var i = 0; i < 4; i++) {
        fake.answerNext(DATA, new FakeAnswer(307, "", Map.of("Location", "/v1/" + DATA)));
      }
      assertThat(failure(() -> find(vault, "web1"))).hasMessageContaining("in a circle");
    }
  }

  @Test
  void a_lost_race_of_two_writers_is_a_change_by_somebody_else() {
    put("web1", "x");
    try (var vault = rig.asRoot();
        var secret = Secret.ofText("y")) {
      var store = vault.secrets().store().orElseThrow();
      fake.answerNext(
          DATA,
          FakeAnswer.of(
              200, "{\"data\":{\"data\":{\"passphrase\":\"x\"},\"metadata\":{\"version\":1}}}"));
      fake.answerNext(
          DATA,
          FakeAnswer.errors(400, "check-and-set parameter did not match the current version"));
      var e = failure(() -> store.write("secret/team/web1#passphrase", 1, secret));
      assertThat(e.kind()).isEqualTo(Kind.CHANGED);
    }
  }

  @Test
  void fifty_targets_need_one_login_and_one_round_of_parallel_reads() throws Exception {
    var names = IntStream.range(0, 50).mapToObj("t%02d"::formatted).toList();
    names.forEach(name -> put(name, "value of " + name));
    // The first reads wait for one another: they pass only if they are under way together.
    var together = new CyclicBarrier(8);
    for (var name : names.subList(0, 8)) {
      fake.answerNext(
          "secret/data/team/" + name,
          () -> {
            try {
              together.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
              return FakeAnswer.errors(400, "not together");
            }
            return FakeAnswer.of(
                200, "{\"data\":{\"data\":{\"passphrase\":\"value of " + name + "\"}}}");
          });
    }
    try (var vault = vault()) {
      vault
          .secrets()
          .prepare(names.stream().map(name -> "secret/team/" + name + "#passphrase").toList());
      for (var name : names) {
        assertThat(find(vault, name)).contains("value of " + name);
        assertThat(count("GET secret/data/team/" + name)).isEqualTo(1);
      }
    }
    assertThat(count("POST " + LOGIN)).isEqualTo(1);
    assertThat(fake.calls().stream().filter(call -> call.contains("ui/mounts"))).hasSize(1);
    assertThat(fake.presentMost()).isBetween(8, 17);
    assertThat(count("POST auth/token/revoke-self")).isEqualTo(1);
  }

  @Test
  void a_failure_while_reading_ahead_is_told_to_whoever_needs_the_secret() {
    put("web1", "x");
    try (var vault = vault()) {
      fake.answerNext(DATA, FakeAnswer.errors(400, "odd"));
      vault.secrets().prepare(List.of("secret/team/web1#passphrase"));
      assertThat(failure(() -> find(vault, "web1"))).hasMessageContaining("odd");
      assertThat(find(vault, "web1")).contains("x");
    }
  }

  @Test
  void a_token_is_renewed_while_a_run_lasts() throws Exception {
    put("web1", "x");
    rig.policy("reader", "path \"secret/data/team/*\" { capabilities = [\"read\"] }");
    var login = rig.role("web", Map.of("token_policies", List.of("reader"), "token_ttl", 1));
    var renewed = new CountDownLatch(2);
    for (var i = 0; i < 2; i++) {
      fake.answerNext(
          "auth/token/renew-self",
          () -> {
            renewed.countDown();
            return FakeAnswer.of(200, "{\"auth\":{\"lease_duration\":1}}");
          });
    }
    try (var vault = rig.vault(login)) {
      assertThat(find(vault, "web1")).contains("x");
      assertThat(renewed.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private VaultSettings in(Optional<String> namespace, VaultLogin login) {
    var settings = rig.settings(login);
    return new VaultSettings(
        settings.address(), List.of(), namespace, settings.login(), settings.tls());
  }

  @Test
  void everything_happens_in_the_namespace_that_was_named() {
    put("web1", "x");
    rig.policy("reader", "path \"secret/data/team/*\" { capabilities = [\"read\"] }");
    var login = rig.role("web", Map.of("token_policies", List.of("reader")));
    fake.moveTo("team/backup");
    for (var written : List.of("team/backup", "/team/backup/")) {
      try (var vault = rig.vault(in(Optional.of(written), login))) {
        assertThat(find(vault, "web1")).contains("x");
      }
    }
    rig.variables.put("VAULT_NAMESPACE", "team/backup");
    try (var vault = rig.vault(in(Optional.empty(), login))) {
      assertThat(find(vault, "web1")).contains("x");
    }
    rig.variables.put("BAO_NAMESPACE", "team/other");
    try (var vault = rig.vault(in(Optional.empty(), login))) {
      var e = failure(() -> find(vault, "web1"));
      assertThat(e.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(e.nextStep()).contains("namespace");
    }
    rig.variables.put("BAO_NAMESPACE", "team/../other");
    try (var vault = rig.vault(in(Optional.empty(), login))) {
      assertThat(failure(() -> find(vault, "web1"))).hasMessageContaining("the namespace of Vault");
    }
    assertThat(fake.tokensAlive()).as("each login was ended in its namespace").isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Received fatal alert: certificate_required | wants a certificate of the controller",
        "Received fatal alert: bad_certificate | wants a certificate of the controller",
        "Received fatal alert: unknown_ca | wants a certificate of the controller",
        "PKIX path building failed | shows a certificate that cannot be trusted"
      })
  void it_is_told_which_side_refuses_a_certificate(String why, String told) {
    var e = VaultFailure.tls("https://vault:8200", why);
    assertThat(e.kind()).isEqualTo(Kind.UNTRUSTED);
    assertThat(e).hasMessageContaining(told);
  }

  @Test
  void a_service_account_of_a_pod_logs_in() throws Exception {
    put("web1", "x");
    var file = Files.createTempFile("holdfast", "token");
    try {
      Files.writeString(file, "the.account.token\n");
      fake.answerNext(
          "auth/kubernetes/login",
          FakeAnswer.of(200, "{\"auth\":{\"client_token\":\"root-token\",\"lease_duration\":60}}"));
      var login = new VaultLogin.Kubernetes("kubernetes", "holdfast", file.toString());
      try (var vault = rig.vault(login)) {
        assertThat(find(vault, "web1")).contains("x");
      }
    } finally {
      Files.delete(file);
    }
  }
}
