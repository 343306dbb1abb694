package dev.holdfast.secrets;

import java.util.Collection;
import java.util.Optional;

/// Opens the references of one scheme. Those of different packages do not know each other.
public interface SecretProvider {
  /// The scheme whose locators it understands.
  SecretRef.Scheme scheme();

  /// Opens a secret; the caller closes it. Empty if there is none of this name.
  ///
  /// @throws SecretException if it is exposed to other users or cannot be read
  Optional<Secret> find(String locator);

  /// Keeps a copy of a secret, replacing an older one as a whole or not at all.
  ///
  /// @throws SecretException if this kind of reference cannot be written
  default void keep(String locator, Secret secret) {
    throw new SecretException(
        SecretException.Kind.READ_ONLY,
        new SecretRef(scheme(), locator) + " cannot be written by Holdfast",
        "name a place that can be, for example age:NAME");
  }

  /// Opens secrets ahead, side by side, where that saves time. What fails is told to whoever asks
  /// for the secret.
  default void prepare(Collection<String> locators) {}

  /// Where new versions are written; empty if this kind of reference has none.
  default Optional<SecretStore> store() {
    return Optional.empty();
  }

  /// What a person does to make the secret be there, a command where possible.
  String howToProvide(String locator);
}
