package dev.holdfast.app;

import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.run.SecretRefs;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretRef.Scheme;
import dev.holdfast.secrets.vault.DatabaseLocator;
import dev.holdfast.secrets.vault.VaultLocator;
import dev.holdfast.secrets.vault.VaultNeed;
import dev.holdfast.secrets.vault.VaultNeed.Use;
import dev.holdfast.secrets.vault.VaultRole;
import dev.holdfast.secrets.vault.VaultSetup;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a target needs of Vault, by its references.
final class VaultNeeds {
  private VaultNeeds() {}

  /// @param writable whether its repository's passphrase and key are also replaced
  static List<VaultNeed> of(Target target, boolean writable) {
    var uses = new TreeMap<String, Use>();
    addRead(SecretRefs.of(List.of(target)), uses);
    addRead(SecretRefs.ofExec(List.of(target)), uses);
    var repository = target.repository();
    if (writable) {
      repository.passphrase().ifPresent(ref -> addReplaced(ref, uses));
      repository.key().ifPresent(ref -> addReplaced(ref, uses));
    }
    for (var ref : SecretRefs.signers(target)) {
      uses.put(VaultRole.parse(ref.locator()).path("sign"), Use.SIGN);
    }
    return needs(uses);
  }

  /// What targets need, by their names; with all of them, also what commands without one do.
  static SequencedMap<String, List<VaultNeed>> of(
      Assembly assembly, Collection<Target> targets, boolean writable) {
    var needs = new LinkedHashMap<String, List<VaultNeed>>();
    targets.forEach(target -> needs.put(target.name(), of(target, writable)));
    if (targets.size() == assembly.fleet().targets().size()) {
      needs.put(VaultSetup.NO_TARGET, of(assembly.fleet().settings()));
    }
    return needs;
  }

  /// What commands for a target need where they run on the target itself.
  static List<VaultNeed> ofExec(Target target) {
    var uses = new TreeMap<String, Use>();
    addRead(SecretRefs.ofExec(List.of(target)), uses);
    return needs(uses);
  }

  /// What commands need that are run for no target.
  static List<VaultNeed> of(Settings settings) {
    var uses = new TreeMap<String, Use>();
    addRead(
        settings.exec().variables().values().stream()
            .filter(ref -> !ref.locator().contains("{target}"))
            .toList(),
        uses);
    settings
        .ledger()
        .server()
        .ifPresent(server -> addRead(server.password().stream().toList(), uses));
    return needs(uses);
  }

  private static void addRead(Collection<SecretRef> refs, SortedMap<String, Use> uses) {
    for (var ref : refs) {
      if (ref.scheme() == Scheme.VAULT) {
        uses.putIfAbsent(VaultLocator.parse(ref.locator()).path(), Use.READ);
      } else if (ref.scheme() == Scheme.VAULT_DB) {
        uses.put(DatabaseLocator.parse(ref.locator()).path(), Use.LEASE);
      }
    }
  }

  private static void addReplaced(SecretRef ref, SortedMap<String, Use> uses) {
    if (ref.scheme() == Scheme.VAULT) {
      uses.put(VaultLocator.parse(ref.locator()).path(), Use.REPLACE);
    }
  }

  private static List<VaultNeed> needs(SortedMap<String, Use> uses) {
    return uses.entrySet().stream()
        .map(entry -> new VaultNeed(entry.getKey(), entry.getValue()))
        .toList();
  }
}
