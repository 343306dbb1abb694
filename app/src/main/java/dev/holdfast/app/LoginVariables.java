package dev.holdfast.app;

import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.secrets.vault.VaultSettings;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The variables of our environment that a login at Vault is made with. Whoever has them has every
/// secret that we may read, so no command gets them that was promised a few.
final class LoginVariables {
  private LoginVariables() {}

  static Set<String> of(VaultSettings settings) {
    return Stream.concat(ofLogin(settings.login()), named(settings.tls().key().stream()))
        .collect(Collectors.toSet());
  }

  private static Stream<String> ofLogin(VaultLogin login) {
    return switch (login) {
      case VaultLogin.AppRole(_, var roleId, var secretId, var wrapped) ->
          named(
              Stream.of(Optional.of(roleId), secretId, wrapped.map(VaultLogin.Wrapped::token))
                  .flatMap(Optional::stream));
      case VaultLogin.Token(var token) -> named(Stream.of(token));
      case VaultLogin.TokenOfUser _ -> Stream.of("BAO_TOKEN", "VAULT_TOKEN");
      case VaultLogin.EnvFile _ ->
          // Whoever was used to reading the file into a shell may do so still.
          Stream.of("VAULT_ROLE_ID", "VAULT_SECRET_ID", "BAO_ROLE_ID", "BAO_SECRET_ID");
      case VaultLogin.Kubernetes _ -> Stream.empty();
    };
  }

  private static Stream<String> named(Stream<SecretRef> references) {
    return references.filter(ref -> ref.scheme() == SecretRef.Scheme.ENV).map(SecretRef::locator);
  }
}
