package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the client and a server say to each other, whether the server is real or a fake.
abstract class VaultContract {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String READS =
      """
      path "secret/data/team/*" { capabilities = ["read"] }
      path "old/team/*" { capabilities = ["read"] }
      """;

  private final String name = "c" + NUMBERS.incrementAndGet();

  /// The server under test, the same in all tests of a class.
  abstract Rig rig();

  private String path() {
    return "secret/team/" + name;
  }

  private void put(String field, String value) {
    rig()
        .write(
            "secret/data/team/" + name,
            Map.of("data", Map.of(field, value, "other", "x"), "options", Map.of("cas", newest())));
  }

  private long newest() {
    try (var vault = rig().asRoot()) {
      return vault.secrets().store().orElseThrow().versions(path() + "#any").stream()
          .reduce(0L, Math::max);
    }
  }

  private VaultLogin.AppRole reader() {
    rig().policy("reader-" + name, READS);
    return rig()
        .role(
            "role-" + name, Map.of("token_policies", List.of("reader-" + name), "token_ttl", 1200));
  }

  private static Optional<String> find(Vault vault, String locator) {
    return vault.secrets().find(locator).map(Bytes::textOf);
  }

  private static SecretException failure(Runnable action) {
    var thrown = new SecretException[1];
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(SecretException.class, e -> thrown[0] = e);
    assertThat(thrown[0].nextStep()).isNotBlank();
    return thrown[0];
  }

  @Test
  void a_role_reads_a_field_of_a_versioned_secret() {
    put("passphrase", "söme \"quoted\"\n\u0001 text 😀");

    try (var vault = rig().vault(reader())) {
      assertThat(find(vault, path() + "#passphrase")).contains("söme \"quoted\"\n\u0001 text 😀");
      assertThat(find(vault, path() + "#nothing")).isEmpty();
      assertThat(find(vault, "secret/team/nothing-" + name + "#passphrase")).isEmpty();
    }
  }

  @Test
  void an_older_version_is_named_by_its_number() {
    put("passphrase", "first");
    put("passphrase", "second");

    try (var vault = rig().vault(reader())) {
      assertThat(find(vault, path() + "?version=1#passphrase")).contains("first");
      assertThat(find(vault, path() + "#passphrase")).contains("second");
      assertThat(find(vault, path() + "?version=9#passphrase")).isEmpty();
    }
  }

  @Test
  void a_mount_of_version_1_is_recognised() {
    rig().write("old/team/" + name, Map.of("passphrase", "plain"));

    try (var vault = rig().vault(reader())) {
      assertThat(find(vault, "old/team/" + name + "#passphrase")).contains("plain");
      var e = failure(() -> find(vault, "old/team/" + name + "?version=2#passphrase"));
      assertThat(e).hasMessageContaining("KV version 1");
    }
    try (var vault = rig().asRoot();
        var secret = Secret.ofText("new")) {
      vault.secrets().keep("old/team/" + name + "#passphrase", secret);
      assertThat(find(vault, "old/team/" + name + "#passphrase")).contains("new");
      var store = vault.secrets().store().orElseThrow();
      assertThat(failure(() -> store.write("old/team/" + name + "#passphrase", 0, secret)).kind())
          .isEqualTo(Kind.READ_ONLY);
    }
  }

  @Test
  void keeping_a_field_leaves_the_others() {
    put("passphrase", "first");
    try (var vault = rig().asRoot();
        var secret = Secret.ofText("second")) {
      assertThat(find(vault, path() + "#passphrase")).contains("first");
      vault.secrets().keep(path() + "#passphrase", secret);
      assertThat(find(vault, path() + "#passphrase")).contains("second");
      assertThat(find(vault, path() + "#other")).contains("x");
    }
  }

  @Test
  void a_deleted_version_says_how_it_comes_back() {
    put("passphrase", "first");
    rig().write("secret/delete/team/" + name, Map.of("versions", List.of("1")));
    try (var vault = rig().vault(reader())) {
      var e = failure(() -> find(vault, path() + "#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.MISSING);
      assertThat(e).hasMessageContaining("version 1 was deleted at 20");
      assertThat(e.nextStep()).contains("kv undelete -versions=1 " + path());
    }
    rig().write("secret/destroy/team/" + name, Map.of("versions", List.of("1")));
    try (var vault = rig().vault(reader())) {
      assertThat(failure(() -> find(vault, path() + "#passphrase")))
          .hasMessageContaining("destroyed");
    }
  }

  @Test
  void a_wrong_secret_id_is_told_once_and_not_tried_again() {
    var login = reader();
    rig().secrets.put("role-" + name + ".secret", "11111111-2222-3333-4444-555555555555");
    try (var vault = rig().vault(login)) {
      var first = failure(() -> find(vault, path() + "#passphrase"));
      var second = failure(() -> find(vault, path() + "#other"));
      assertThat(first.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(first).hasMessageContaining("role id or the secret id is wrong");
      assertThat(second).isSameAs(first);
    }
  }

  @Test
  void a_secret_id_that_is_bound_elsewhere_names_the_address_that_was_seen() {
    rig().policy("reader-" + name, READS);
    var login =
        rig()
            .role(
                "role-" + name,
                Map.of(
                    "token_policies", List.of("reader-" + name),
                    "secret_id_bound_cidrs", List.of("10.9.8.0/24")));
    try (var vault = rig().vault(login)) {
      var e = failure(() -> find(vault, path() + "#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(e).hasMessageContaining("127.0.0.1, which is the address it saw");
    }
  }

  @Test
  void a_used_up_secret_id_is_a_refused_login() {
    rig().policy("reader-" + name, READS);
    var login =
        rig()
            .role(
                "role-" + name,
                Map.of("token_policies", List.of("reader-" + name), "secret_id_num_uses", 1));
    put("passphrase", "first");
    try (var vault = rig().vault(login)) {
      assertThat(find(vault, path() + "#passphrase")).contains("first");
    }
    try (var vault = rig().vault(login)) {
      assertThat(failure(() -> find(vault, path() + "#passphrase")))
          .hasMessageContaining("used up");
    }
  }

  @Test
  void a_wrapped_secret_id_is_opened_once_and_kept() {
    put("passphrase", "first");
    var plain = reader();
    var role = "role-" + name;
    rig().secrets.remove(role + ".secret");
    rig().secrets.put(role + ".wrapped", rig().wrapped("auth/approle/role/" + role + "/secret-id"));
    var login = wrapped(plain, role);
    try (var vault = rig().vault(login)) {
      assertThat(find(vault, path() + "#passphrase")).contains("first");
    }
    assertThat(rig().secrets).containsKey(role + ".secret");
    try (var vault = rig().vault(login)) {
      assertThat(find(vault, path() + "#passphrase")).contains("first");
    }

    rig().secrets.remove(role + ".secret");
    try (var vault = rig().vault(login)) {
      var e = failure(() -> find(vault, path() + "#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.INTERCEPTED);
      assertThat(e).hasMessageContaining("opened before");
    }
  }

  @Test
  void a_secret_id_that_is_delivered_anew_replaces_the_one_that_is_too_old() {
    put("passphrase", "first");
    var plain = reader();
    var role = "role-" + name;
    rig().secrets.put(role + ".secret", "too old");
    rig().secrets.put(role + ".wrapped", rig().wrapped("auth/approle/role/" + role + "/secret-id"));
    for (var run = 0; run < 2; run++) {
      try (var vault = rig().vault(wrapped(plain, role))) {
        assertThat(find(vault, path() + "#passphrase")).contains("first");
      }
    }
    assertThat(rig().secrets.get(role + ".secret")).isNotEqualTo("too old");
  }

  @Test
  void a_wrapped_secret_id_of_another_origin_is_not_opened() {
    var plain = reader();
    var role = "role-" + name;
    rig().secrets.remove(role + ".secret");
    put("passphrase", "first");
    var forged = rig().wrapped("auth/token/create");
    rig().secrets.put(role + ".wrapped", forged);
    try (var vault = rig().vault(wrapped(plain, role))) {
      var e = failure(() -> find(vault, path() + "#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.INTERCEPTED);
      assertThat(e).hasMessageContaining("was made at auth/token/create");
    }
    assertThat(rig().write("sys/wrapping/lookup", Map.of("token", forged)).at("data").isNothing())
        .as("it can still be looked at, so it was not opened")
        .isFalse();
  }

  private static VaultLogin wrapped(VaultLogin.AppRole plain, String role) {
    return new VaultLogin.AppRole(
        plain.mount(),
        plain.roleId(),
        plain.secretId(),
        Optional.of(new VaultLogin.Wrapped(Rig.ref(role + ".wrapped"), role)));
  }

  @Test
  void what_a_policy_denies_is_named_with_the_capability_that_is_missing() {
    rig().policy("reader-" + name, READS);
    var login = rig().role("role-" + name, Map.of("token_policies", List.of("reader-" + name)));
    try (var vault = rig().vault(login)) {
      var e = failure(() -> find(vault, "secret/others/x#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.DENIED);
      assertThat(e)
          .hasMessageContaining("denies read on secret/data/others/x")
          .hasMessageContaining("the token may: deny");
      assertThat(e.nextStep()).contains("path \"secret/data/others/x\"");
      assertThat(failure(() -> find(vault, "nowhere/team/x#passphrase")).kind())
          .isEqualTo(Kind.DENIED);
    }
  }

  @Test
  void the_token_of_a_login_ends_with_the_run() {
    put("passphrase", "first");
    var login = reader();
    String token;
    try (var session = rig().session(login)) {
      token =
          session
              .require(VaultRequest.get("auth/token/lookup-self"), "read")
              .body()
              .at("data", "id")
              .text();
    }
    rig().secrets.put("token-" + name, token);
    try (var vault = rig().vault(new VaultLogin.Token(Rig.ref("token-" + name)))) {
      var e = failure(() -> find(vault, path() + "#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(e).hasMessageContaining("expired, revoked").hasMessageNotContainingAny(token);
    }
  }

  @Test
  void a_token_that_ends_meanwhile_is_replaced_by_another_login_once() {
    put("passphrase", "first");
    try (var session = rig().session(reader())) {
      var read = VaultRequest.get("secret/data/team/" + name);
      assertThat(session.call(read).status()).isEqualTo(200);
      session.call(VaultRequest.post("auth/token/revoke-self", Map.of()));
      assertThat(session.call(read).status()).isEqualTo(200);
      session.call(VaultRequest.post("auth/token/revoke-self", Map.of()));
      assertThat(failure(() -> session.call(read)).kind()).isEqualTo(Kind.LOGIN_REFUSED);
    }
  }

  @Test
  void a_token_of_somebody_else_is_used_and_left_alive() {
    put("passphrase", "first");
    rig().policy("reader-" + name, READS);
    var made =
        rig()
            .write(
                "auth/token/create", Map.of("policies", List.of("reader-" + name), "ttl", "10m"));
    rig().variables.put("VAULT_TOKEN", made.at("auth", "client_token").text());
    for (var i = 0; i < 2; i++) {
      try (var vault = rig().vault(new VaultLogin.TokenOfUser())) {
        assertThat(find(vault, path() + "#passphrase")).contains("first");
      }
    }
  }

  @Test
  void the_address_of_the_environment_is_used_and_none_is_assumed() {
    put("passphrase", "first");
    var settings = rig().settings(new VaultLogin.Token(Rig.ref("root")));
    var unset =
        new VaultSettings(
            Optional.empty(), List.of(), Optional.empty(), settings.login(), settings.tls());
    var e = failure(() -> rig().session(unset));
    assertThat(e.kind()).isEqualTo(Kind.UNCONFIGURED);
    assertThat(e.nextStep()).contains("secrets.vault.address", "BAO_ADDR", "VAULT_ADDR");

    rig().variables.put("BAO_ADDR", rig().server.address());
    rig().variables.put("VAULT_ADDR", "https://192.0.2.1:8200");
    try (var session = rig().session(unset)) {
      assertThat(session.call(VaultRequest.get("secret/data/team/" + name)).status())
          .isEqualTo(200);
    } finally {
      rig().variables.clear();
    }
  }

  @Test
  void a_file_of_variables_says_who_we_are_and_where_the_server_is(@TempDir Path directory)
      throws IOException {
    put("passphrase", "first");
    var settings = rig().settings(reader());
    var lines =
        "VAULT_ADDR=%s\nVAULT_ROLE_ID=%s\nexport VAULT_SECRET_ID=\"%s\"\n"
            .formatted(
                rig().server.address(),
                rig().secrets.get("role-" + name + ".role"),
                rig().secrets.get("role-" + name + ".secret"));
    var file = Files.writeString(directory.resolve("vault-approle.env"), lines);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var unset =
        new VaultSettings(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            new VaultLogin.EnvFile("approle", file.toString()),
            settings.tls());
    rig().variables.put("BAO_ADDR", "https://192.0.2.1:8200");
    try (var vault = rig().vault(unset)) {
      assertThat(find(vault, path() + "#passphrase")).contains("first");
    } finally {
      rig().variables.clear();
    }
  }

  @Test
  void a_sealed_server_is_unavailable_until_it_is_unsealed() {
    put("passphrase", "first");
    var login = reader();
    rig().server.seal();
    try (var vault = rig().vault(login)) {
      var e = failure(() -> find(vault, path() + "#passphrase"));
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e).hasMessageContaining("sealed");
      rig().server.unseal();
      assertThat(find(vault, path() + "#passphrase")).contains("first");
    } finally {
      rig().server.unseal();
    }
  }

  @Test
  void a_setup_is_planned_done_once_and_gives_exactly_what_is_needed() {
    put("passphrase", "first");
    var needs = new TreeMap<String, List<VaultNeed>>();
    needs.put("web1", List.of(new VaultNeed(path(), VaultNeed.Use.REPLACE)));
    needs.put("local", List.of());
    var wanted =
        new VaultSetup.Wanted(
            "approle",
            "hf-" + name,
            Duration.ofMinutes(20),
            Duration.ofHours(4),
            Duration.ofDays(30),
            List.of("127.0.0.0/8"));
    VaultSetup.Delivery delivery;
    try (var vault = rig().asRoot()) {
      var plan = vault.setup().plan(wanted, needs, needs.keySet());
      assertThat(plan).extracting(VaultStep::isDone).containsExactly(true, false, false);
      assertThat(plan.get(1).text())
          .contains("POST sys/policies/acl/hf-" + name + "-web1")
          .contains("path \"secret/data/team/" + name + "\"")
          .contains("capabilities = [\"create\", \"read\", \"update\"]");
      vault.setup().apply(plan);
      assertThat(vault.setup().plan(wanted, needs, needs.keySet()))
          .allSatisfy(step -> assertThat(step.isDone()).as(step.path()).isTrue());
      delivery = vault.setup().deliver(wanted);
    }
    rig().secrets.put("role-id", delivery.roleId());
    rig().secrets.put("wrapped", delivery.wrappedSecretId());
    rig().secrets.remove("unwrapped");
    var login =
        new VaultLogin.AppRole(
            "approle",
            Rig.ref("role-id"),
            Optional.of(Rig.ref("unwrapped")),
            Optional.of(new VaultLogin.Wrapped(Rig.ref("wrapped"), wanted.role())));
    try (var vault = rig().vault(login);
        var secret = Secret.ofText("second")) {
      assertThat(find(vault, path() + "#passphrase")).contains("first");
      vault.secrets().keep(path() + "#passphrase", secret);
      assertThat(vault.check().run(needs.get("web1")))
          .hasSizeGreaterThan(5)
          .allSatisfy(line -> {
            assertThat(line.missing()).as(line.path()).isEmpty();
            assertThat(line.excess()).as(line.path()).isEmpty();
          });
      assertThat(vault.check().run(List.of(new VaultNeed("secret/others/x", VaultNeed.Use.READ))))
          .anySatisfy(line -> assertThat(line.missing()).containsExactly("read"));
    }
    try (var vault = rig().asRoot()) {
      assertThat(vault.check().run(List.of(new VaultNeed(path(), VaultNeed.Use.READ))))
          .allSatisfy(line -> assertThat(line.excess()).contains("root"));
    }
  }

  @Test
  void a_target_has_a_role_of_its_own_that_can_do_what_its_commands_need() {
    put("passphrase", "first");
    var own =
        new VaultSetup.Wanted(
                "approle",
                "hf-" + name,
                Duration.ofMinutes(20),
                Duration.ofHours(4),
                Duration.ofDays(30),
                List.of("10.1.2.3/32", "127.0.0.0/8"))
            .ownOf("Web1");
    var needs = new TreeMap<String, List<VaultNeed>>();
    needs.put(VaultSetup.NO_TARGET, List.of(new VaultNeed(path(), VaultNeed.Use.READ)));
    var foreign = List.of(new VaultNeed("secret/others/" + name, VaultNeed.Use.READ));
    try (var vault = rig().asRoot()) {
      assertThat(failure(() -> vault.check().ofRole(own, needs.firstEntry().getValue(), foreign)))
          .hasMessageContaining("no role " + own.role());
      vault.setup().apply(vault.setup().plan(own, needs, needs.keySet()));
      assertThat(vault.setup().plan(own, needs, needs.keySet()))
          .allSatisfy(step -> assertThat(step.isDone()).as(step.path()).isTrue());

      assertThat(vault.check().ofRole(own, needs.firstEntry().getValue(), foreign))
          .anySatisfy(line -> assertThat(line.path()).isEqualTo("secret/data/others/" + name))
          .allSatisfy(line -> assertThat(line.missing()).as(line.path()).isEmpty())
          .allSatisfy(line -> assertThat(line.excess()).as(line.path()).isEmpty());

      rig().policy("more-" + name, "path \"secret/data/others/*\" { capabilities = [\"read\"] }");
      rig()
          .write(
              "auth/approle/role/" + own.role(), Map.of("token_policies", List.of("more-" + name)));
      assertThat(vault.check().ofRole(own, needs.firstEntry().getValue(), foreign))
          .anySatisfy(line -> assertThat(line.missing()).containsExactly("read"))
          .anySatisfy(line -> assertThat(line.excess()).containsExactly("read"));
      assertThat(vault.setup().plan(own, needs, needs.keySet()).getLast().isDone()).isFalse();
    }
    var login = delivered(own);
    try (var vault = rig().vault(login)) {
      assertThat(failure(() -> find(vault, path() + "#passphrase")).kind()).isEqualTo(Kind.DENIED);
    }
  }

  private VaultLogin delivered(VaultSetup.Wanted wanted) {
    try (var vault = rig().asRoot()) {
      var delivery = vault.setup().deliver(wanted);
      rig().secrets.put("own-id", delivery.roleId());
      rig().secrets.put("own-wrapped", delivery.wrappedSecretId());
      return new VaultLogin.AppRole(
          wanted.mount(),
          Rig.ref("own-id"),
          Optional.empty(),
          Optional.of(new VaultLogin.Wrapped(Rig.ref("own-wrapped"), wanted.role())));
    }
  }
}
