package dev.holdfast.fleet.config;

import dev.holdfast.secrets.SecretRef;
import java.util.Optional;

/// Where the ledger is, and what happens with a repository that it does not know.
///
/// @param server the database that holds it; a file in the state directory where there is none
/// @param firstUse what to do at the first meeting
public record LedgerSettings(Optional<Server> server, FirstUse firstUse) {
  /// A PostgreSQL server.
  ///
  /// @param url `postgresql://HOST:PORT/NAME`, no login in it
  /// @param user who logs in
  /// @param password proves it; empty where the server asks for none
  public record Server(String url, String user, Optional<SecretRef> password) {}

  /// What a repository that the ledger does not know means for a backup.
  public enum FirstUse {
    /// Stop: a person looks at it first, and accepts it by `holdfast ledger rebuild`.
    REFUSE,
    /// Believe what it shows, with a warning, and hold it to that from then on.
    TRUST
  }

  /// A file, and nothing is believed unseen.
  public static LedgerSettings standard() {
    return new LedgerSettings(Optional.empty(), FirstUse.REFUSE);
  }
}
