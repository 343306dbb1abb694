package dev.holdfast.secrets;

import java.util.Collection;
import java.util.Optional;

/// Opens the references of one scheme. One package each; they do not know each other.
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
  void keep(String locator, Secret secret);

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
