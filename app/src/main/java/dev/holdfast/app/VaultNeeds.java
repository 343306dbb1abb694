package dev.holdfast.app;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.run.SecretRefs;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.vault.VaultLocator;
import dev.holdfast.secrets.vault.VaultNeed;
import java.util.List;
import java.util.TreeMap;

/// What a target needs of Vault, by its references.
final class VaultNeeds {
  private VaultNeeds() {}

  /// @param writable whether its repository's passphrase and key are also replaced
  static List<VaultNeed> of(Target target, boolean writable) {
    var uses = new TreeMap<String, VaultNeed.Use>();
    for (var ref : SecretRefs.of(List.of(target))) {
      if (ref.scheme() == SecretRef.Scheme.VAULT) {
        var path = VaultLocator.parse(ref.locator()).path();
        if (writable && isReplaced(target, ref)) {
          uses.put(path, VaultNeed.Use.REPLACE);
        } else {
          uses.putIfAbsent(path, VaultNeed.Use.READ);
        }
      }
    }
    for (var ref : SecretRefs.signers(target)) {
      var slash = ref.locator().lastIndexOf('/');
      var path = ref.locator().substring(0, slash) + "/sign" + ref.locator().substring(slash);
      uses.put(path, VaultNeed.Use.SIGN);
    }
    return uses.entrySet().stream()
        .map(entry -> new VaultNeed(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static boolean isReplaced(Target target, SecretRef ref) {
    var repository = target.repository();
    return repository.passphrase().filter(ref::equals).isPresent()
        || repository.key().filter(ref::equals).isPresent();
  }
}
