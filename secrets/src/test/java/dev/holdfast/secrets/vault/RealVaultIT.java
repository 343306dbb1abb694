package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.vault.RealVault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract with a real server. On a machine that has none and cannot build one it is the fake
/// again, and `./test` says so in its last lines.
final class RealVaultIT extends VaultContract {
  private static final Rig[] RIG = new Rig[1];

  @BeforeAll
  static void start() {
    RIG[0] = new Rig(RealVault.startOrFake("the client"));
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
