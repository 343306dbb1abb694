package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.secrets.SecretRef;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The references that runs for some targets open, so that a store far away is asked for all of
/// them at once.
public final class SecretRefs {
  private SecretRefs() {}

  /// Without a repeated one, in the order of the targets.
  public static Set<SecretRef> of(List<Target> targets) {
    var refs = new LinkedHashSet<SecretRef>();
    for (var target : targets) {
      var repository = target.repository();
      repository
          .passphrase()
          .filter(_ -> repository.encryption().hasPassphrase())
          .ifPresent(refs::add);
      repository.key().ifPresent(refs::add);
      add(target.endpoint(), refs);
      add(repository.host().endpoint(), refs);
    }
    refs.removeIf(SecretRefs::signs);
    return refs;
  }

  /// What signs keys for the hosts of a target.
  public static Set<SecretRef> signers(Target target) {
    var refs = new LinkedHashSet<SecretRef>();
    add(target.endpoint(), refs);
    add(target.repository().host().endpoint(), refs);
    refs.removeIf(ref -> !signs(ref));
    return refs;
  }

  /// What commands of `exec` for some targets are given, and what they show to others.
  public static Set<SecretRef> ofExec(List<Target> targets) {
    var refs = new LinkedHashSet<SecretRef>();
    for (var target : targets) {
      refs.addAll(target.exec().variables().values());
      target.exec().ntfy().token().ifPresent(refs::add);
    }
    return refs;
  }

  private static boolean signs(SecretRef ref) {
    return ref.scheme() == SecretRef.Scheme.VAULT_SSH;
  }

  private static void add(Endpoint endpoint, Collection<SecretRef> refs) {
    if (endpoint instanceof Endpoint.Ssh ssh) {
      refs.add(ssh.key());
      ssh.keyPassphrase().ifPresent(refs::add);
      ssh.jumps().forEach(jump -> add(jump, refs));
    }
  }
}
