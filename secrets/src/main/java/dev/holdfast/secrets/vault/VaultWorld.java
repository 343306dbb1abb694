package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// What the client of a server needs from around it.
///
/// @param variable an environment variable
/// @param home the user's home directory
/// @param files reads certificates and tokens
/// @param secrets opens the references of a login; `vault:` is none of them
/// @param keep keeps a secret id that was unwrapped; false where its reference cannot be written
/// @param pause waits between two tries
public record VaultWorld(
    Function<String, Optional<String>> variable,
    Path home,
    PrivateFiles files,
    Function<SecretRef, Optional<Secret>> secrets,
    Keeper keep,
    VaultPause pause) {
  /// Keeps a secret where its reference says.
  public interface Keeper {
    /// Says whether it was kept.
    boolean keep(SecretRef ref, Secret secret);
  }

  /// The first of these variables that says something.
  Optional<String> firstOf(String... names) {
    for (var name : names) {
      var value = variable.apply(name).filter(text -> !text.isBlank());
      if (value.isPresent()) {
        return value.map(String::strip);
      }
    }
    return Optional.empty();
  }
}
