package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.vault.FakeVault;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract with the fake, whose database is a list.
final class FakeDatabaseTest extends DatabaseContract {
  private static final FakeVault[] SERVER = new FakeVault[1];
  private static final Rig[] RIG = new Rig[1];

  @BeforeAll
  static void start() {
    SERVER[0] = FakeVault.start();
    RIG[0] = new Rig(SERVER[0]);
    RIG[0].write("sys/mounts/database", Map.of("type", "database"));
  }

  @AfterAll
  static void stop() {
    RIG[0].close();
  }

  @Override
  Rig rig() {
    return RIG[0];
  }

  @Override
  boolean accepts(String user, String password) {
    return SERVER[0].accepts(user, password);
  }
}
