package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A login and its token: made with the first call, kept alive until this is closed, and ended
/// then. One virtual thread renews the token; it ends with [#close].
final class VaultSession implements AutoCloseable {
  private static final Duration RENEWAL_MIN = Duration.ofMillis(200);
  private static final int LOGINS_MAX = 2;

  private final VaultHttp http;
  private final VaultLogins logins;
  private final VaultLogin login;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<VaultToken> tokens = new ArrayList<>();
  private Optional<SecretException> refusal = Optional.empty();

  VaultSession(VaultHttp http, VaultLogin login, VaultWorld world) {
    this.http = http;
    this.logins = new VaultLogins(http, world);
    this.login = login;
  }

  /// Makes a call with the token. A token that is no more is replaced once, by another login.
  ///
  /// @throws SecretException if the login fails, or there is no answer
  VaultAnswer call(VaultRequest request) {
    var token = token();
    var answer = http.call(request.as(token.secret()));
    if (mayBeGone(answer) && isGone(token)) {
      answer = http.call(request.as(another(token).secret()));
    }
    if (VaultHttp.isPassing(answer.status())) {
      throw VaultFailure.unavailable(http.name(), answer);
    }
    return answer;
  }

  /// Makes a call that ends something, with the token that there is: nobody logs in for that.
  ///
  /// @return the answer; empty if there is no token
  Optional<VaultAnswer> callAtTheEnd(VaultRequest request) {
    return newest().map(token -> http.call(request.as(token.secret())));
  }

  /// Whether what was leased ends with our token, which we end.
  boolean endsLeases() {
    return newest().map(VaultToken::isOurs).orElse(true);
  }

  private synchronized Optional<VaultToken> newest() {
    return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.getLast());
  }

  /// Makes a call that has to succeed.
  ///
  /// @param needed the capability that it needs, for messages
  VaultAnswer require(VaultRequest request, String needed) {
    var answer = call(request);
    if (answer.status() == 403) {
      throw VaultFailure.denied(request, needed, capabilities(request.path()));
    }
    if (!answer.succeeded()) {
      throw VaultFailure.other(request, answer, Kind.UNREADABLE);
    }
    return answer;
  }

  /// What the token may do at a path, as words; empty where even that is not told.
  String capabilities(String path) {
    var plain = path.replaceFirst("\\?.*", "");
    try {
      var answer =
          call(VaultRequest.post("sys/capabilities-self", Map.of("paths", List.of(plain))));
      return answer.body().at("data", plain).items().stream()
          .map(Json::text)
          .collect(Collectors.joining(", "));
    } catch (SecretException _) {
      return "";
    }
  }

  private static boolean mayBeGone(VaultAnswer answer) {
    return answer.status() == 403 || answer.says("missing client token");
  }

  private boolean isGone(VaultToken token) {
    var looked = http.call(VaultRequest.get("auth/token/lookup-self").as(token.secret()));
    return looked.status() == 403 || looked.status() == 400;
  }

  private synchronized VaultToken token() {
    if (!tokens.isEmpty()) {
      return tokens.getLast();
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return loggedIn();
  }

  private synchronized VaultToken another(VaultToken gone) {
    if (!tokens.getLast().equals(gone)) {
      return tokens.getLast();
    }
    if (!gone.isOurs() || tokens.size() >= LOGINS_MAX) {
      throw VaultFailure.token(gone.whose());
    }
    return loggedIn();
  }

  private VaultToken loggedIn() {
    try {
      var token = logins.run(login);
      tokens.add(token);
      if (token.isRenewable() && !token.life().isZero()) {
        Thread.ofVirtual().name("renewal of vault's token").start(() -> renew(token));
      }
      return token;
    } catch (SecretException e) {
      // Whoever asks next is told the same, and the server is not asked again.
      if (e.kind() == Kind.LOGIN_REFUSED || e.kind() == Kind.INTERCEPTED) {
        refusal = Optional.of(e);
      }
      throw e;
    }
  }

  private void renew(VaultToken token) {
    var life = token.life();
    try {
      while (!closed.await(wait(life), TimeUnit.MILLISECONDS)) {
        var renewal = VaultRequest.post("auth/token/renew-self", Map.of()).as(token.secret());
        var answer = http.call(renewal);
        life = Duration.ofSeconds(answer.body().at("auth", "lease_duration").whole());
        if (!answer.succeeded() || life.isZero()) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SecretException | IllegalStateException _) {
      // The next call finds out, and says so where somebody reads it.
    }
  }

  private static long wait(Duration life) {
    return Math.max(RENEWAL_MIN.toMillis(), life.toMillis() * 2 / 3);
  }

  /// Ends the tokens that we made, with everything that was leased by them.
  @Override
  public synchronized void close() {
    closed.countDown();
    for (var token : tokens) {
      if (token.isOurs()) {
        end(token);
      }
      token.secret().close();
    }
    tokens.clear();
    refusal =
        Optional.of(new SecretException(Kind.UNREADABLE, "this run has ended", "start another"));
    http.close();
  }

  private void end(VaultToken token) {
    try {
      http.call(VaultRequest.post("auth/token/revoke-self", Map.of()).as(token.secret()));
    } catch (SecretException _) {
      // It ends by its own time.
    }
  }
}
