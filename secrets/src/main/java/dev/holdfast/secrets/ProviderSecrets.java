package dev.holdfast.secrets;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Opens each reference by the provider of its scheme.
public final class ProviderSecrets implements Secrets {
  private final Map<SecretRef.Scheme, SecretProvider> providers =
      new EnumMap<>(SecretRef.Scheme.class);
  private final Optional<KeySigner> signer;

  /// @param providers at most one for each scheme
  public ProviderSecrets(Collection<? extends SecretProvider> providers) {
    this(providers, Optional.empty());
  }

  /// @param providers at most one for each scheme
  /// @param signer what `vault-ssh:` references lead to
  public ProviderSecrets(
      Collection<? extends SecretProvider> providers, Optional<KeySigner> signer) {
    this.signer = signer;
    for (var provider : providers) {
      if (this.providers.put(provider.scheme(), provider) != null) {
        throw new IllegalArgumentException("two providers of " + provider.scheme());
      }
    }
  }

  @Override
  public Secret open(SecretRef ref) {
    return find(ref)
        .orElseThrow(() ->
            new SecretException(
                SecretException.Kind.MISSING,
                "there is no secret " + ref,
                provider(ref).howToProvide(ref.locator())));
  }

  @Override
  public Optional<Secret> find(SecretRef ref) {
    return provider(ref).find(ref.locator());
  }

  @Override
  public void keep(SecretRef ref, Secret secret) {
    provider(ref).keep(ref.locator(), secret);
  }

  @Override
  public Optional<SecretStore> findStore(SecretRef ref) {
    return provider(ref).store();
  }

  @Override
  public String sign(SecretRef ref, String publicKey, String user) {
    return signer
        .filter(_ -> ref.scheme() == SecretRef.Scheme.VAULT_SSH)
        .orElseThrow(() -> noSigner(ref))
        .sign(ref.locator(), publicKey, user);
  }

  private static SecretException noSigner(SecretRef ref) {
    return new SecretException(
        SecretException.Kind.UNREADABLE, ref + " signs no keys", "name a private key");
  }

  @Override
  public void prepare(Collection<SecretRef> refs) {
    for (var provider : providers.values()) {
      provider.prepare(
          refs.stream()
              .filter(ref -> ref.scheme() == provider.scheme())
              .map(SecretRef::locator)
              .distinct()
              .toList());
    }
  }

  private SecretProvider provider(SecretRef ref) {
    var provider = providers.get(ref.scheme());
    if (provider != null) {
      return provider;
    }
    throw switch (ref.scheme()) {
      case VAULT_SSH ->
          new SecretException(
              SecretException.Kind.UNREADABLE,
              ref + " holds no secret: it signs SSH keys",
              "write it as `key` of a host");
      case VAULT, VAULT_DB ->
          new SecretException(
              SecretException.Kind.UNREADABLE,
              ref + " cannot be opened here: a login at Vault cannot itself be kept in Vault",
              "refer to file:, systemd: or age:");
      case AGE ->
          new SecretException(
              SecretException.Kind.UNREADABLE,
              ref + " cannot be opened: the configuration names no secret store",
              "write secrets.age.store and secrets.age.identity into the configuration");
      case ENV, FILE, SYSTEMD, CONTAINER, COMMAND, INLINE ->
          new SecretException(
              SecretException.Kind.UNREADABLE,
              ref + " cannot be opened here",
              "use another kind of reference");
    };
  }
}
