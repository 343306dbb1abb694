package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `vault-db:MOUNT/ROLE#FIELD`: a login that the database engine makes for this process. All
/// references to one role lead to the same login, from the first of them until [#end].
final class VaultDatabase implements SecretProvider {
  private final VaultSession session;
  private final Map<VaultRole, VaultLease> leases = new LinkedHashMap<>();

  VaultDatabase(VaultSession session) {
    this.session = session;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.VAULT_DB;
  }

  @Override
  public synchronized Optional<Secret> find(String locator) {
    var what = parse(locator);
    var lease = leases.computeIfAbsent(what.role(), _ -> VaultLease.take(session, what));
    return Optional.of(lease.copy(what.field()));
  }

  @Override
  public void keep(String locator, Secret secret) {
    throw new SecretException(
        Kind.READ_ONLY,
        "vault-db:" + locator + " is a login that Vault makes anew each time",
        "refer to a place that keeps secrets, for example age:NAME");
  }

  /// Ends all logins; throws nothing.
  ///
  /// @return a sentence for each that was not ended, or ended too early
  synchronized List<String> end() {
    var sentences = leases.values().stream().map(VaultLease::end).toList();
    leases.clear();
    return sentences.stream().flatMap(Optional::stream).toList();
  }

  @Override
  public String howToProvide(String locator) {
    return "make the role: bao write " + parse(locator).role().path("roles") + " db_name=NAME …";
  }

  private static DatabaseLocator parse(String locator) {
    try {
      return DatabaseLocator.parse(locator);
    } catch (IllegalArgumentException e) {
      throw new SecretException(
          Kind.UNREADABLE, "vault-db:" + locator + ": " + e.getMessage(), "correct the reference");
    }
  }
}
