package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import java.time.Duration;
import java.util.Map;

/// The database engine: logins that exist as long as their lease.
public final class VaultDatabase {
  private final VaultSession session;

  VaultDatabase(VaultSession session) {
    this.session = session;
  }

  /// A login; closing it ends its lease, and with it the login.
  public final class Login implements AutoCloseable {
    private final String user;
    private final Secret password;
    private final String lease;

    private Login(String user, Secret password, String lease) {
      this.user = user;
      this.password = password;
      this.lease = lease;
    }

    /// The user's name.
    public String user() {
      return user;
    }

    /// Proves it; closed with the login.
    public Secret password() {
      return password;
    }

    /// Makes it last longer.
    ///
    /// @param more from now on; the server may grant less
    /// @return what it granted
    public Duration renew(Duration more) {
      var body = Map.of("lease_id", lease, "increment", more.toSeconds());
      var answer = session.require(VaultRequest.post("sys/leases/renew", body), "update");
      return Duration.ofSeconds(answer.body().at("lease_duration").whole());
    }

    @Override
    public void close() {
      password.close();
      session.require(VaultRequest.post("sys/leases/revoke", Map.of("lease_id", lease)), "update");
    }
  }

  /// Makes a login.
  ///
  /// @param path of the role's credentials, for example `database/creds/backup-shop`
  /// @throws SecretException if the server makes none
  public Login login(String path) {
    var request = VaultRequest.get(path);
    var answer = session.require(request, "read");
    var password = answer.body().at("data", "password").copy().map(Secret::takeOver);
    var login = answer.body().at("data", "username").text();
    var lease = answer.body().at("lease_id").text();
    answer.body().zero();
    return new Login(
        login,
        password.orElseThrow(() ->
            new SecretException(
                SecretException.Kind.UNREADABLE,
                "Vault gave no password at " + path,
                "name the credentials of a role, such as database/creds/NAME")),
        lease);
  }
}
