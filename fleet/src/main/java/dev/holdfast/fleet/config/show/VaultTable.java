package dev.holdfast.fleet.config.show;

import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.secrets.vault.VaultSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The settings of Vault as the keys of a configuration.
final class VaultTable {
  private VaultTable() {}

  static SequencedMap<String, Object> of(VaultSettings vault) {
    var table = new LinkedHashMap<String, Object>();
    vault.address().ifPresent(address -> table.put("address", Texts.literal(address.toString())));
    if (!vault.alsoHosts().isEmpty()) {
      table.put("also_hosts", Texts.literals(vault.alsoHosts()));
    }
    vault.namespace().ifPresent(name -> table.put("namespace", Texts.literal(name)));
    vault.tls().caFile().ifPresent(file -> table.put("ca_file", Texts.literal(file)));
    vault
        .tls()
        .certificateFile()
        .ifPresent(file -> table.put("client_certificate_file", Texts.literal(file)));
    vault.tls().key().ifPresent(ref -> table.put("client_key", ref.toString()));
    switch (vault.login()) {
      case VaultLogin.TokenOfUser _ -> {}
      case VaultLogin.Token token -> table.put("login", Map.of("token", token.token().toString()));
      case VaultLogin.AppRole role -> table.put("login", Map.of("approle", appRole(role)));
      case VaultLogin.EnvFile file ->
          table.put(
              "login",
              Map.of(
                  "approle",
                  Map.of(
                      "mount", Texts.literal(file.mount()),
                      "env_file", Texts.literal(file.file()))));
      case VaultLogin.Kubernetes account ->
          table.put("login", Map.of("kubernetes", kubernetes(account)));
    }
    return table;
  }

  private static Object appRole(VaultLogin.AppRole role) {
    var table = new LinkedHashMap<String, Object>();
    table.put("mount", Texts.literal(role.mount()));
    table.put("role_id", role.roleId().toString());
    role.secretId().ifPresent(ref -> table.put("secret_id", ref.toString()));
    role.wrapped()
        .ifPresent(wrapped -> {
          table.put("role", Texts.literal(wrapped.role()));
          table.put("wrapped_secret_id", wrapped.token().toString());
        });
    return table;
  }

  private static Object kubernetes(VaultLogin.Kubernetes account) {
    var table = new LinkedHashMap<String, Object>();
    table.put("mount", Texts.literal(account.mount()));
    table.put("role", Texts.literal(account.role()));
    table.put("token_file", Texts.literal(account.tokenFile()));
    return table;
  }
}
