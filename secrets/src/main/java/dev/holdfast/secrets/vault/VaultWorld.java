package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
  /// What says where a server is and whom it trusts.
  private static final List<String> SERVER_VARIABLES =
      Stream.of("ADDR", "NAMESPACE", "CACERT", "CLIENT_CERT", "CLIENT_KEY")
          .flatMap(name -> Stream.of("BAO_" + name, "VAULT_" + name))
          .toList();

  /// Keeps a secret where its reference says.
  public interface Keeper {
    /// Says whether it was kept.
    boolean keep(SecretRef ref, Secret secret);
  }

  /// The same, with what a login's file of variables says over the environment.
  ///
  /// @throws dev.holdfast.secrets.SecretException if it cannot be read
  VaultWorld with(VaultLogin login) {
    if (!(login instanceof VaultLogin.EnvFile(var _, var file))) {
      return this;
    }
    try (var read = VaultEnvFile.read(files, file)) {
      var said = new HashMap<String, Optional<String>>();
      var over = read.over(variable);
      SERVER_VARIABLES.forEach(name -> said.put(name, over.apply(name)));
      return new VaultWorld(
          name -> said.getOrDefault(name, variable.apply(name)), home, files, secrets, keep, pause);
    }
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
