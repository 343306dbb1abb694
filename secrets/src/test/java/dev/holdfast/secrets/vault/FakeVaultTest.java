package dev.holdfast.secrets.vault;

import dev.holdfast.testkit.vault.FakeVault;
import org.junit.jupiter.api.AutoClose;

/// The contract with the fake, which makes every test that uses the fake mean something.
final class FakeVaultTest extends VaultContract {
  @AutoClose private static final Rig RIG = new Rig(FakeVault.start());

  @Override
  Rig rig() {
    return RIG;
  }
}
