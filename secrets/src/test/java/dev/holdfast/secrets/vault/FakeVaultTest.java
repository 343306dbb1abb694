package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.vault.FakeVault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract with the fake, which makes every test that uses the fake mean something.
final class FakeVaultTest extends VaultContract {
  private static final Rig[] RIG = new Rig[1];

  @BeforeAll
  static void start() {
    RIG[0] = new Rig(FakeVault.start());
  }

  @AfterAll
  static void stop() {
    RIG[0].close();
  }

  @Override
  Rig rig() {
    return RIG[0];
  }
}
