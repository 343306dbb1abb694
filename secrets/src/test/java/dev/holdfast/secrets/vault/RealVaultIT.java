package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.vault.RealVault;
import org.junit.jupiter.api.AutoClose;

/// The contract with a real server. On a machine that has none and cannot build one it is the fake
/// again, and `./test` says so in its last lines.
final class RealVaultIT extends VaultContract {
  @AutoClose private static final Rig RIG = new Rig(RealVault.startOrFake("the client"));

  @Override
  Rig rig() {
    return RIG;
  }
}
