package dev.holdfast.secrets;

import java.util.Collection;
import java.util.Optional;

/// Opens references, and keeps new secrets where the provider can.
public interface Secrets {
  /// Opens a reference; the caller closes the secret.
  ///
  /// @throws SecretException if it is missing, exposed to other users or unreadable
  Secret open(SecretRef ref);

  /// Like [#open], but empty where the secret does not exist yet.
  Optional<Secret> find(SecretRef ref);

  /// Keeps a secret under the reference, replacing an older one.
  ///
  /// @throws SecretException if this kind of reference cannot be written
  void keep(SecretRef ref, Secret secret);

  /// Opens references ahead, side by side, where that saves time. What fails is told to whoever
  /// opens the reference.
  default void prepare(Collection<SecretRef> refs) {}

  /// A certificate for a key, by the signer that the reference names; one line.
  ///
  /// @param publicKey one line in OpenSSH's format
  /// @param user who logs in with it
  /// @throws SecretException if there is no such signer, or it does not sign
  default String sign(SecretRef ref, String publicKey, String user) {
    throw new SecretException(
        SecretException.Kind.UNREADABLE, ref + " cannot sign keys here", "name a private key");
  }

  /// Where new versions of the reference are written, under its locator; empty if this kind of
  /// reference keeps none.
  default Optional<SecretStore> findStore(SecretRef ref) {
    return Optional.empty();
  }

  /// Like [#findStore], for whoever cannot do without.
  ///
  /// @throws SecretException if this kind of reference keeps no versions
  default SecretStore store(SecretRef ref) {
    return findStore(ref)
        .orElseThrow(() ->
            new SecretException(
                SecretException.Kind.READ_ONLY,
                ref + " cannot be replaced by Holdfast, because older versions are not kept there",
                "move the secret to a place that keeps them, for example age:NAME, and refer to that"));
  }
}
