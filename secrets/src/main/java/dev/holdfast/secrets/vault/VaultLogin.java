package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretRef;
import java.util.Optional;

/// How the controller proves to the server who it is.
public sealed interface VaultLogin {
  /// By a role and one of its secret ids.
  ///
  /// @param mount of the method, usually `approle`
  /// @param roleId which role
  /// @param secretId proves it; where a wrapped one is unwrapped, it is kept here if that can be
  ///   written; empty for a role that binds none
  /// @param wrapped how a secret id is delivered that nobody has opened on the way
  record AppRole(
      String mount, SecretRef roleId, Optional<SecretRef> secretId, Optional<Wrapped> wrapped)
      implements VaultLogin {}

  /// By a role whose id and secret id are in a file of variables, `VAULT_ROLE_ID` and
  /// `VAULT_SECRET_ID`; it may also say where the server is.
  ///
  /// @param mount of the method, usually `approle`
  /// @param file that nobody else can read
  record EnvFile(String mount, String file) implements VaultLogin {}

  /// A secret id inside a token that can be used once.
  ///
  /// @param token opens it
  /// @param role name of the role that it must have been made for
  record Wrapped(SecretRef token, String role) {}

  /// By a token that somebody else has made.
  record Token(SecretRef token) implements VaultLogin {}

  /// By the token in the environment (`BAO_TOKEN`, `VAULT_TOKEN`), or the one that `bao login` or
  /// `vault login` has left in the home directory.
  record TokenOfUser() implements VaultLogin {}

  /// By the service account of a pod.
  ///
  /// @param mount of the method, usually `kubernetes`
  /// @param role which role
  /// @param tokenFile where Kubernetes puts the account's token
  record Kubernetes(String mount, String role, String tokenFile) implements VaultLogin {
    /// Where Kubernetes puts it.
    public static final String TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  }
}
