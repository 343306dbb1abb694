package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.vault.FakeVault;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/// The contract with the fake, whose database is a list.
final class FakeDatabaseTest extends DatabaseContract {
  private static final FakeVault SERVER = FakeVault.start();
  @AutoClose private static final Rig RIG = new Rig(SERVER);

  @BeforeAll
  static void mount() {
    RIG.write("sys/mounts/database", Map.of("type", "database"));
  }

  @Override
  Rig rig() {
    return RIG;
  }

  @Override
  boolean accepts(String user, String password) {
    return SERVER.accepts(user, password);
  }
}
