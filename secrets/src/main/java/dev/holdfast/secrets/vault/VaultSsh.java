package dev.holdfast.secrets.vault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/// The SSH engine: certificates for keys that live for one run.
public final class VaultSsh {
  private final VaultSession session;

  VaultSsh(VaultSession session) {
    this.session = session;
  }

  /// What is to be signed.
  ///
  /// @param role that signs, and in which mount
  /// @param publicKey one line in OpenSSH's format
  /// @param principals user names that it is good for
  /// @param life how long a login with it is possible
  /// @param keyId what the host's log calls it; empty where the role permits none
  public record Order(
      VaultRole role, String publicKey, List<String> principals, Duration life, String keyId) {
    public Order {
      principals = List.copyOf(principals);
    }
  }

  /// The certificate, one line.
  ///
  /// @throws dev.holdfast.secrets.SecretException if the server does not sign
  public String sign(Order order) {
    var body = new LinkedHashMap<String, Object>();
    body.put("public_key", order.publicKey());
    body.put("valid_principals", String.join(",", order.principals()));
    body.put("cert_type", "user");
    body.put("ttl", order.life().toSeconds() + "s");
    if (!order.keyId().isEmpty()) {
      body.put("key_id", order.keyId());
    }
    var request = VaultRequest.post(order.role().path("sign"), body);
    return session.require(request, "update").body().at("data", "signed_key").text().strip();
  }

  /// The public key of the engine's authority, one line, for `TrustedUserCAKeys`.
  public String authority(String mount) {
    var request = VaultRequest.get(mount + "/config/ca");
    return session.require(request, "read").body().at("data", "public_key").text().strip();
  }
}
