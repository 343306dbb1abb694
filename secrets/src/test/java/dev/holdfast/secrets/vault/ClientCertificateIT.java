package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.testkit.Untested;
import dev.holdfast.testkit.vault.RealVault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A real server of an authority of its own that lets nobody speak without a certificate.
final class ClientCertificateIT {
  private static final VaultRequest READ = VaultRequest.get("secret/data/web1");

  @Test
  void only_the_certificate_that_the_server_trusts_opens_the_connection() throws IOException {
    var program = RealVault.program();
    if (program.isEmpty()) {
      Untested.here("client certificates with a real Vault or OpenBao", "there is none here");
      return;
    }
    var server = RealVault.start(program.get());
    try (var rig = new Rig(server)) {
      rig.write("secret/data/web1", Map.of("data", Map.of("a", "b")));
      rig.secrets.put("client-key", Files.readString(server.clientKey()));
      rig.secrets.put("server-key", Files.readString(server.clientKey().resolveSibling("key.pem")));
      var ca = server.caFile().orElseThrow().toString();

      var shown = tls(ca, server.clientCertificate().toString(), "client-key");
      try (var session = rig.session(settings(server, shown))) {
        assertThat(session.call(READ).status()).isEqualTo(200);
      }
      rig.variables.put("VAULT_CACERT", ca);
      rig.variables.put("VAULT_CLIENT_CERT", server.clientCertificate().toString());
      rig.variables.put("VAULT_CLIENT_KEY", "client-key");
      try (var session = rig.session(settings(server, VaultSettings.Tls.none()))) {
        assertThat(session.call(READ).status()).isEqualTo(200);
      }
      rig.variables.clear();

      // What the server says of it can be lost where it closes the connection at once.
      for (var other :
          List.of(
              tls(ca, ca, "server-key"),
              new VaultSettings.Tls(Optional.of(ca), Optional.empty(), Optional.empty()))) {
        try (var session = rig.session(settings(server, other))) {
          assertThatThrownBy(() -> session.call(READ))
              .isInstanceOfSatisfying(
                  SecretException.class,
                  e -> assertThat(e.kind()).isIn(Kind.UNTRUSTED, Kind.UNREACHABLE));
        }
      }
      try (var session = rig.session(settings(server, VaultSettings.Tls.none()))) {
        assertThatThrownBy(() -> session.call(READ))
            .hasMessageContaining("shows a certificate that cannot be trusted");
      }
    }
  }

  private static VaultSettings.Tls tls(String ca, String certificate, String key) {
    return new VaultSettings.Tls(
        Optional.of(ca),
        Optional.of(certificate),
        Optional.of(new SecretRef(SecretRef.Scheme.FILE, key)));
  }

  private static VaultSettings settings(RealVault server, VaultSettings.Tls tls) {
    return new VaultSettings(
        Optional.of(URI.create(server.addressForCertified())),
        List.of(),
        Optional.empty(),
        new VaultLogin.Token(Rig.ref("root")),
        tls);
  }
}
