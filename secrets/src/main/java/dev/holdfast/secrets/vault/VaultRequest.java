package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One call of the server.
///
/// @param method of HTTP
/// @param path below `/v1/`, with its query; parts of it are not encoded any further
/// @param body of the call; none where there is nothing to say
/// @param token with which it is made; none for logins and what anybody may ask
/// @param wrap how long the answer may wait inside a token of its own
record VaultRequest(
    String method,
    String path,
    Optional<Map<String, ?>> body,
    Optional<Secret> token,
    Optional<Duration> wrap) {
  static VaultRequest get(String path) {
    return new VaultRequest("GET", path, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static VaultRequest post(String path, Map<String, ?> body) {
    return new VaultRequest("POST", path, Optional.of(body), Optional.empty(), Optional.empty());
  }

  static VaultRequest delete(String path) {
    return new VaultRequest("DELETE", path, Optional.empty(), Optional.empty(), Optional.empty());
  }

  VaultRequest as(Secret holder) {
    return new VaultRequest(method, path, body, Optional.of(holder), wrap);
  }

  VaultRequest wrapped(Duration ttl) {
    return new VaultRequest(method, path, body, token, Optional.of(ttl));
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("LIST");
  }
}
