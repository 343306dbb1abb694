package dev.holdfast.secrets.vault;

import java.util.Locale;

/// What stands after `vault-db:`, for example `database/backup#password`.
///
/// @param role that makes the login
/// @param field which half of it
public record DatabaseLocator(VaultRole role, Field field) {
  /// The halves of a login.
  public enum Field {
    /// Who logs in.
    USERNAME,
    /// What proves it.
    PASSWORD
  }

  /// @throws IllegalArgumentException with what is wrong
  public static DatabaseLocator parse(String text) {
    var hash = text.indexOf('#');
    for (var field : Field.values()) {
      if (hash >= 0 && text.substring(hash + 1).equals(field.name().toLowerCase(Locale.ROOT))) {
        return new DatabaseLocator(VaultRole.parse(text.substring(0, hash)), field);
      }
    }
    throw new IllegalArgumentException(
        "vault-db: needs MOUNT/ROLE#username or MOUNT/ROLE#password");
  }

  /// Where the server makes logins of this role.
  public String path() {
    return role.path("creds");
  }
}
