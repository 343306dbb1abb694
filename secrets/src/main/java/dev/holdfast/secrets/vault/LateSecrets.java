package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretStore;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/// A provider that is made when it is first needed: a configuration without references to Vault
/// needs no address.
final class LateSecrets implements SecretProvider {
  private final SecretRef.Scheme scheme;
  private final Supplier<SecretProvider> secrets;

  LateSecrets(SecretRef.Scheme scheme, Supplier<SecretProvider> secrets) {
    this.scheme = scheme;
    this.secrets = secrets;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return scheme;
  }

  @Override
  public Optional<Secret> find(String locator) {
    return secrets.get().find(locator);
  }

  @Override
  public void prepare(Collection<String> locators) {
    if (!locators.isEmpty()) {
      secrets.get().prepare(locators);
    }
  }

  @Override
  public void keep(String locator, Secret secret) {
    secrets.get().keep(locator, secret);
  }

  @Override
  public Optional<SecretStore> store() {
    return secrets.get().store();
  }

  @Override
  public String howToProvide(String locator) {
    return secrets.get().howToProvide(locator);
  }
}
