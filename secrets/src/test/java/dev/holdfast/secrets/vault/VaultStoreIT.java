package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.SecretStoreContract;
import dev.holdfast.testkit.vault.RealVault;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;

/// The store of versions, in a real server where there is one.
final class VaultStoreIT extends SecretStoreContract {
  private static final Rig RIG = new Rig(RealVault.startOrFake("versions of secrets"));
  private static final Vault VAULT = RIG.asRoot();

  private final String locator = "secret/team/" + UUID.randomUUID() + "#value";

  @AfterAll
  static void stop() {
    VAULT.close();
    RIG.close();
  }

  @Override
  protected SecretStore store() {
    return VAULT.secrets().store().orElseThrow();
  }

  @Override
  protected String locator() {
    return locator;
  }
}
