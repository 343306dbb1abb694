package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A login for a database, which lives as long as its lease. One virtual thread renews the lease
/// after half of its time; it ends with [#end].
final class VaultLease {
  static final String RENEW = "sys/leases/renew";
  static final String REVOKE = "sys/leases/revoke";
  private static final Duration RENEWAL_MIN = Duration.ofSeconds(1);
  private static final Duration RENEWAL_PATIENCE = Duration.ofSeconds(5);

  private final VaultSession session;
  private final DatabaseLocator what;
  private final String lease;
  private final Secret user;
  private final Secret password;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<Thread> renewal = Optional.empty();
  private volatile boolean lapsed;

  private VaultLease(
      VaultSession session, DatabaseLocator what, String lease, Secret user, Secret password) {
    this.session = session;
    this.what = what;
    this.lease = lease;
    this.user = user;
    this.password = password;
  }

  /// Has a login made.
  ///
  /// @throws SecretException if the server makes none, or one that is of no use; that is ended
  static VaultLease take(VaultSession session, DatabaseLocator what) {
    var body = session.require(VaultRequest.lease(what.path()), "read").body();
    var taken =
        new VaultLease(
            session,
            what,
            body.at("lease_id").text(),
            secret(body.at("data", "username")),
            secret(body.at("data", "password")));
    body.zero();
    if (taken.user.isEmpty() || taken.password.isEmpty() || taken.lease.isEmpty()) {
      taken.end();
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          "Vault gave no user name and password with a lease at " + what.path(),
          "name a role of a database engine that makes logins (`bao list MOUNT/roles`)");
    }
    taken.keepAlive(Duration.ofSeconds(body.at("lease_duration").whole()));
    return taken;
  }

  private static Secret secret(Json value) {
    return Secret.takeOver(value.copy().orElseGet(() -> new byte[0]));
  }

  /// One half of the login; the caller closes it.
  Secret copy(DatabaseLocator.Field field) {
    return switch (field) {
      case USERNAME -> user.copy();
      case PASSWORD -> password.copy();
    };
  }

  private void keepAlive(Duration life) {
    if (!life.isZero()) {
      renewal =
          Optional.of(
              Thread.ofVirtual()
                  .name("renewal of the login at " + what.path())
                  .start(() -> renew(life)));
    }
  }

  /// Half of what is left is time for further tries while the server does not answer.
  private void renew(Duration granted) {
    var life = granted;
    try {
      while (!ended.await(life.toMillis() / 2, TimeUnit.MILLISECONDS)) {
        life = renewed(granted).orElse(life.dividedBy(2));
        if (life.compareTo(RENEWAL_MIN) < 0) {
          lapsed = true;
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// How long it lasts now, zero if the server wants no more; empty if it did not say.
  private Optional<Duration> renewed(Duration more) {
    var body = Map.of("lease_id", lease, "increment", more.toSeconds());
    try {
      var answer = session.call(VaultRequest.post(RENEW, body));
      var life = answer.body().at("lease_duration").whole();
      return Optional.of(Duration.ofSeconds(answer.succeeded() ? life : 0));
    } catch (SecretException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  /// Ends it, and the login with it. Throws nothing: whoever ends it may have a failure to tell.
  ///
  /// @return what went wrong, one sentence
  Optional<String> end() {
    ended.countDown();
    renewal.ifPresent(VaultLease::awaitEnd);
    user.close();
    password.close();
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    return revocation()
        .map(why ->
            "the login that Vault made at "
                + what.path()
                + " could not be ended ("
                + VaultFailure.quoted(why)
                + "): it lasts as long as its lease")
        .or(() ->
            lapsed
                ? Optional.of(
                    "the login that Vault made at "
                        + what.path()
                        + " ended before the command did: raise max_ttl of its role")
                : Optional.empty());
  }

  /// A renewal that is under way has its answer first, if that comes soon.
  private static void awaitEnd(Thread renewal) {
    try {
      renewal.join(RENEWAL_PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Why not; empty if it was done, or will be done with the token.
  private Optional<String> revocation() {
    var request = VaultRequest.post(REVOKE, Map.of("lease_id", lease, "sync", true));
    try {
      return session
          .callAtTheEnd(request)
          .filter(answer -> !answer.succeeded())
          .filter(answer -> !(answer.status() == 403 && session.endsLeases()))
          .map(answer -> answer.status() + " " + answer.errors());
    } catch (SecretException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
