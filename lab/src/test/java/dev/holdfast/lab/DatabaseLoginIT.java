package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.ThrowawayPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A command gets a login for its database that Vault makes for it, keeps alive and takes away.
class DatabaseLoginIT {
  private static final int LIFE_SECONDS = 10;
  private static final String LOGINS = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%'";

  @TempDir private static Path home;

  private static ThrowawayPostgres database;
  private static String url;
  private static VaultOperator vault;
  private static Product product;

  @BeforeAll
  static void prepare() throws IOException {
    Files.createDirectories(home.resolve("tmp"));
    product = new Product(Packaged.launcher(), home, "-XX:TieredStopAtLevel=1");
    database = ThrowawayPostgres.start();
    url = database.freshDatabase("shop");
    vault = VaultOperator.start("logins for databases");
    vault.write("sys/mounts/database", Map.of("type", "database"));
    vault.write(
        "database/config/shop",
        Map.of(
            "plugin_name", "postgresql-database-plugin",
            "connection_url", database.urlForVault(),
            "allowed_roles", "*",
            "username", database.user(),
            "password", database.password()));
    vault.write(
        "database/roles/backup",
        Map.of(
            "db_name",
            "shop",
            "creation_statements",
            "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';",
            "default_ttl",
            LIFE_SECONDS,
            "max_ttl",
            3600));
  }

  @AfterAll
  static void end() {
    vault.close();
    database.close();
  }

  private static FleetYaml fleet(String role) {
    var fleet =
        new FleetYaml()
            .set(1, "version")
            .set(vault.address(), "secrets", "vault", "address")
            .set(role, "secrets", "vault", "login", "approle", "role")
            .set("file:role-id", "secrets", "vault", "login", "approle", "role_id")
            .set("file:wrapped", "secrets", "vault", "login", "approle", "wrapped_secret_id")
            .set("age:vault/secret-id", "secrets", "vault", "login", "approle", "secret_id")
            .set(true, "repository_hosts", "here", "local")
            .set(home.resolve("repositories").toString(), "repository_hosts", "here", "root")
            .set(true, "targets", "web1", "local")
            .set(List.of("/etc"), "targets", "web1", "sources")
            .set("here", "targets", "web1", "repository", "host")
            .set("vault-db:database/backup#username", "targets", "web1", "exec", "env", "PGUSER")
            .set(
                "vault-db:database/backup#password",
                "targets",
                "web1",
                "exec",
                "env",
                "PGPASSWORD");
    vault.caFile().ifPresent(file -> fleet.set(file.toString(), "secrets", "vault", "ca_file"));
    return fleet;
  }

  @Test
  void a_login_is_made_kept_alive_and_gone_with_the_command() throws IOException {
    var config = fleet("holdfast").write(home.resolve("fleet.yaml"));
    prepareVault(config);
    assertThat(product.run(config, "vault", "check").exitCode()).isZero();

    var ran = product.run(config, "exec", "--target", "web1", "--", "sh", "-c", script());
    assertThat(ran.exitCode()).as(ran.said()).isEqualTo(3);
    assertThat(ran.out()).isEqualTo("renewed\n");
    assertThat(ran.err()).isEmpty();
    assertThat(database.ask(LOGINS)).isEqualTo("0\n");

    var other =
        fleet("holdfast")
            .set("vault-db:database/nobody#username", "targets", "web1", "exec", "env", "WRONG")
            .write(home.resolve("other.yaml"));
    var refused = product.run(other, "exec", "--target", "web1", "--", "echo", "started");
    assertThat(refused.exitCode()).as(refused.said()).isEqualTo(4);
    assertThat(refused.err()).contains("VLT-006", "denies read on database/creds/nobody");
    assertThat(refused.out()).isEmpty();
    assertThat(product.run(other, "doctor").out())
        .contains("secret vault-db:database/nobody#username of exec", "VLT-006")
        .doesNotContain("secret vault-db:database/backup");
    assertThat(database.ask(LOGINS)).isEqualTo("0\n");
  }

  @Test
  void a_target_runs_its_commands_by_a_role_of_its_own() throws IOException {
    var config = fleet("holdfast.exec.web1").write(home.resolve("own.yaml"));
    prepareVault(config, "--role-per-target");

    var ran = product.run(config, "exec", "--target", "web1", "sh", "-c", "test -n $PGPASSWORD");
    assertThat(ran.exitCode()).as(ran.said()).isZero();
    vault.logIn(home);
    var checked = product.run(config, "vault", "check", "--role-per-target");
    assertThat(checked.exitCode()).as(checked.said()).isZero();
    assertThat(checked.out())
        .contains("role holdfast.exec.web1:", "ok      database/creds/backup: read");
  }

  /// Waits until its login lasts longer than at first.
  private static String script() {
    if (!vault.isReal()) {
      return "[ -n \"$PGUSER\" ] && [ -n \"$PGPASSWORD\" ] && echo renewed; exit 3";
    }
    return """
    lasts() { psql -w -At %s -c 'SELECT rolvaliduntil FROM pg_roles WHERE rolname = current_user'; }
    first=$(lasts)
    while now=$(lasts) && [ "$now" = "$first" ]; do sleep 0.1; done
    [ -n "$now" ] && echo renewed
    exit 3
    """
        .formatted(url);
  }

  private static void prepareVault(Path config, String... more) throws IOException {
    vault.logIn(home);
    var words = new ArrayList<>(List.of("vault", "setup", "--yes"));
    words.addAll(List.of(more));
    var said = product.run(config, words.toArray(String[]::new)).out();
    Files.delete(home.resolve(".vault-token"));
    keep("role-id", said, " role_id: .*put there: (\\S+)");
    keep("wrapped", said, "wrapped_secret_id: .*put there: (\\S+)");
  }

  private static void keep(String name, String said, String pattern) throws IOException {
    var matcher = Pattern.compile(pattern).matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    var file = Files.writeString(home.resolve(name), matcher.group(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
