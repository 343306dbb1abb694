package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One call of the server.
///
/// @param verb what it does, which says whether it may be sent again
/// @param path below `/v1/`, with its query; parts of it are not encoded any further
/// @param body of the call; none where there is nothing to say
/// @param token with which it is made; none for logins and what anybody may ask
/// @param wrap how long the answer may wait inside a token of its own
record VaultRequest(
    Verb verb,
    String path,
    Optional<Map<String, ?>> body,
    Optional<Secret> token,
    Optional<Duration> wrap) {
  /// What a call does.
  enum Verb {
    /// Changes nothing.
    READ("GET"),
    /// Looks like a read, but each time makes something that has to be ended again.
    LEASE("GET"),
    /// Changes something.
    WRITE("POST");

    private final String method;

    Verb(String method) {
      this.method = method;
    }

    /// As HTTP has it.
    String method() {
      return method;
    }
  }

  static VaultRequest get(String path) {
    return new VaultRequest(Verb.READ, path, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static VaultRequest lease(String path) {
    return new VaultRequest(Verb.LEASE, path, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static VaultRequest post(String path, Map<String, ?> body) {
    return new VaultRequest(
        Verb.WRITE, path, Optional.of(body), Optional.empty(), Optional.empty());
  }

  VaultRequest as(Secret holder) {
    return new VaultRequest(verb, path, body, Optional.of(holder), wrap);
  }

  VaultRequest wrapped(Duration ttl) {
    return new VaultRequest(verb, path, body, token, Optional.of(ttl));
  }

  boolean isRead() {
    return verb == Verb.READ;
  }
}
