package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.SecretStoreContract;
import dev.holdfast.testkit.vault.FakeVault;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/// The store of versions, in a fake.
final class VaultStoreTest extends SecretStoreContract {
  private final Rig rig = new Rig(FakeVault.start());
  private final Vault vault = rig.asRoot();
  private final String locator = "secret/team/" + UUID.randomUUID() + "#value";

  @AfterEach
  void stop() {
    vault.close();
    rig.close();
  }

  @Override
  protected SecretStore store() {
    return vault.secrets().store().orElseThrow();
  }

  @Override
  protected String locator() {
    return locator;
  }
}
