package dev.holdfast.secrets;

import java.util.List;
import java.util.Optional;

/// Secrets that can be written, each with a number for its version: whoever writes says which
/// version it has seen, so of two writers one comes second and learns of it.
///
/// Numbers only grow from write to write; they need not be consecutive, for a store may count
/// several secrets together.
public interface SecretStore {
  /// A secret as it is now; the reader closes it.
  ///
  /// @param version what a write over it must name; at least 1
  record Current(Secret secret, long version) implements AutoCloseable {
    @Override
    public void close() {
      secret.close();
    }
  }

  /// What a write must name where there is no secret yet.
  long NEVER_WRITTEN = 0;

  /// The secret as it is now; empty if there is none of this name.
  ///
  /// @throws SecretException if it cannot be read
  Optional<Current> current(String locator);

  /// Writes a copy of a secret as the newest version; the one before stays readable by its number.
  /// Afterwards there is the new version, or nothing has changed.
  ///
  /// @param expected the version that it replaces, [#NEVER_WRITTEN] if there must be none
  /// @return the number of the new version
  /// @throws SecretException [SecretException.Kind#CHANGED] if somebody else has written, or the
  ///   reason why nothing can be written
  long write(String locator, long expected, Secret secret);

  /// An older version, or the newest; empty if it is not kept any more. The caller closes it.
  ///
  /// @throws SecretException if it cannot be read
  Optional<Secret> version(String locator, long version);

  /// The versions that can still be read, oldest first; a store keeps a limited number of them.
  ///
  /// @throws SecretException if it cannot be read
  List<Long> versions(String locator);

  /// Takes a secret away; there is none of its name afterwards. What becomes of its older versions
  /// is up to the store.
  ///
  /// @param expected the version that is taken away
  /// @throws SecretException [SecretException.Kind#CHANGED] if somebody else has written
  void remove(String locator, long expected);
}
