package dev.holdfast.secrets.inline;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets in memory under the place where the configuration says them, for example
/// `Servers[0].BorgTarget.Passphrase`; gone when closed.
public final class InlineSecrets implements SecretProvider, AutoCloseable {
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.INLINE;
  }

  @Override
  public Optional<Secret> find(String locator) {
    return Optional.ofNullable(secrets.get(locator)).map(Secret::copy);
  }

  @Override
  public void keep(String locator, Secret secret) {
    var older = secrets.put(locator, secret.copy());
    if (older != null) {
      older.close();
    }
  }

  @Override
  public String howToProvide(String locator) {
    return "write " + locator + " into the configuration";
  }

  @Override
  public void close() {
    secrets.values().forEach(Secret::close);
    secrets.clear();
  }
}
