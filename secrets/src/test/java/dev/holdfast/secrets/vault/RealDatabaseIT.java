package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.ThrowawayPostgres;
import dev.holdfast.testkit.vault.FakeVault;
import dev.holdfast.testkit.vault.RealVault;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract with a real server and a real PostgreSQL. On a machine that has no server and
/// cannot build one it is the fake again, and `./test` says so in its last lines.
final class RealDatabaseIT extends DatabaseContract {
  private static final ThrowawayPostgres DATABASE = ThrowawayPostgres.start();
  private static final Rig RIG = new Rig(RealVault.startOrFake("logins for databases"));

  @BeforeAll
  static void configure() {
    RIG.write("sys/mounts/database", Map.of("type", "database"));
    RIG.write(
        "database/config/shop",
        Map.of(
            "plugin_name", "postgresql-database-plugin",
            "connection_url", DATABASE.urlForVault(),
            "allowed_roles", "*",
            "username", DATABASE.user(),
            "password", DATABASE.password()));
  }

  @AfterAll
  static void stop() {
    RIG.close();
    DATABASE.close();
  }

  @Override
  Rig rig() {
    return RIG;
  }

  @Override
  boolean accepts(String user, String password) {
    return RIG.server instanceof FakeVault fake
        ? fake.accepts(user, password)
        : DATABASE.accepts(user, password);
  }
}
