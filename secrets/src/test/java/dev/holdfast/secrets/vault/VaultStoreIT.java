package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.SecretStoreContract;
import dev.holdfast.testkit.vault.RealVault;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The store of versions, in a real server where there is one.
final class VaultStoreIT extends SecretStoreContract {
  private static final Rig[] RIG = new Rig[1];
  private static final Vault[] VAULT = new Vault[1];

  private final String locator = "secret/team/" + UUID.randomUUID() + "#value";

  @BeforeAll
  static void start() {
    RIG[0] = new Rig(RealVault.startOrFake("versions of secrets"));
    VAULT[0] = RIG[0].asRoot();
  }

  @AfterAll
  static void stop() {
    VAULT[0].close();
    RIG[0].close();
  }

  @Override
  protected SecretStore store() {
    return VAULT[0].secrets().store().orElseThrow();
  }

  @Override
  protected String locator() {
    return locator;
  }
}
