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
  private static final ThrowawayPostgres[] DATABASE = new ThrowawayPostgres[1];
  private static final Rig[] RIG = new Rig[1];

  @BeforeAll
  static void start() {
    DATABASE[0] = ThrowawayPostgres.start();
    RIG[0] = new Rig(RealVault.startOrFake("logins for databases"));
    RIG[0].write("sys/mounts/database", Map.of("type", "database"));
    RIG[0].write(
        "database/config/shop",
        Map.of(
            "plugin_name", "postgresql-database-plugin",
            "connection_url", DATABASE[0].urlForVault(),
            "allowed_roles", "*",
            "username", DATABASE[0].user(),
            "password", DATABASE[0].password()));
  }

  @AfterAll
  static void stop() {
    RIG[0].close();
    DATABASE[0].close();
  }

  @Override
  Rig rig() {
    return RIG[0];
  }

  @Override
  boolean accepts(String user, String password) {
    return RIG[0].server instanceof FakeVault fake
        ? fake.accepts(user, password)
        : DATABASE[0].accepts(user, password);
  }
}
