package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Logins that exist as long as a process needs them, whether server and database are real or not.
abstract class DatabaseContract {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final int LOOKS_MAX = 2_000;
  private static final String ENDS = "path \"sys/leases/revoke\" { capabilities = [\"update\"] }\n";

  private final String role = "backup" + NUMBERS.incrementAndGet();

  /// The server under test, with an engine at `database` and a connection called `shop`.
  abstract Rig rig();

  /// Whether the database lets somebody in.
  abstract boolean accepts(String user, String password);

  /// One who may do nothing but read from the role.
  private String policy(String more) {
    rig()
        .write(
            "database/roles/" + role,
            Map.of(
                "db_name",
                "shop",
                "creation_statements",
                "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';",
                "default_ttl",
                3600,
                "max_ttl",
                86400));
    rig()
        .policy(
            role,
            "path \"database/creds/%s\" { capabilities = [\"read\"] }\n%s".formatted(role, more));
    return role;
  }

  private VaultLogin appRole(String more) {
    return rig().role(role, Map.of("token_policies", List.of(policy(more)), "token_ttl", 1200));
  }

  private VaultLogin brought(String more) {
    var made = rig().write("auth/token/create", Map.of("policies", List.of(policy(more))));
    rig().secrets.put(role, made.at("auth", "client_token").text());
    return new VaultLogin.Token(Rig.ref(role));
  }

  private String half(Vault vault, String field) {
    return vault.logins().find("database/" + role + "#" + field).map(Bytes::textOf).orElseThrow();
  }

  @Test
  void both_halves_are_of_one_login_that_works_until_its_end() {
    try (var vault = rig().vault(appRole(ENDS))) {
      var user = half(vault, "username");
      var password = half(vault, "password");
      assertThat(half(vault, "username")).isEqualTo(user);
      assertThat(accepts(user, password)).isTrue();

      assertThat(vault.endLogins()).isEmpty();
      assertThat(accepts(user, password)).isFalse();
      assertThat(half(vault, "username")).as("another one").isNotEqualTo(user);
    }
  }

  @Test
  void a_login_ends_with_the_process_whose_thread_was_interrupted() {
    String user;
    String password;
    var vault = rig().vault(brought(ENDS));
    try (vault) {
      user = half(vault, "username");
      password = half(vault, "password");
      Thread.currentThread().interrupt();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(accepts(user, password)).isFalse();
  }

  @Test
  void a_login_that_may_not_be_ended_ends_with_the_token_of_the_role() {
    String user;
    String password;
    try (var vault = rig().vault(appRole(""))) {
      user = half(vault, "username");
      password = half(vault, "password");
      assertThat(vault.endLogins()).isEmpty();
    }
    // Vault ends what hung on a token in its own time.
    for (var look = 0; accepts(user, password); look++) {
      assertThat(look).isLessThan(LOOKS_MAX);
    }
  }

  @Test
  void a_login_that_outlives_the_process_is_told() {
    try (var vault = rig().vault(brought(""))) {
      var password = half(vault, "password");
      assertThat(vault.endLogins())
          .singleElement()
          .asString()
          .contains("database/creds/" + role, "could not be ended", "403")
          .doesNotContain(password);
    }
  }

  @Test
  void a_role_that_does_not_exist_is_named() {
    try (var vault = rig().asRoot()) {
      assertThatThrownBy(() -> vault.logins().find("database/nobody#username"))
          .isInstanceOf(SecretException.class)
          .hasMessageContaining("database/creds/nobody")
          .hasMessageContaining("unknown role");
    }
  }

  @Test
  void what_is_needed_for_a_login_can_be_checked() {
    var need = new VaultNeed("database/creds/" + role, VaultNeed.Use.LEASE);
    try (var vault = rig().vault(appRole(ENDS))) {
      assertThat(vault.check().run(List.of(need)))
          .filteredOn(line -> line.path().equals(need.path()))
          .allSatisfy(line -> assertThat(line.missing()).isEmpty())
          .allSatisfy(line -> assertThat(line.excess()).isEmpty())
          .isNotEmpty();
    }
  }
}
