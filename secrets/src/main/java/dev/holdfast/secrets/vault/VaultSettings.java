package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where the server is and how the controller logs in there.
///
/// @param address `https://HOST:PORT`; if empty, that of the environment
/// @param alsoHosts other servers of the cluster, `HOST:PORT`, to which the first may refer
/// @param namespace below which everything is looked up; if empty, that of the environment
/// @param login who the controller is
/// @param tls whom to trust, and what to show
public record VaultSettings(
    Optional<URI> address,
    List<String> alsoHosts,
    Optional<String> namespace,
    VaultLogin login,
    Tls tls) {
  public VaultSettings {
    alsoHosts = List.copyOf(alsoHosts);
  }

  /// Whom to trust, and what to show.
  ///
  /// @param caFile PEM file with the authorities that may sign the server's certificate; if empty,
  ///   that of the environment, else those of the machine
  /// @param certificateFile PEM file with a certificate for the controller and what signed it
  /// @param key the certificate's private key, PKCS #8 in PEM
  public record Tls(
      Optional<String> caFile, Optional<String> certificateFile, Optional<SecretRef> key) {
    /// Nothing said.
    public static Tls none() {
      return new Tls(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /// Nothing said: everything comes from the environment.
  public static VaultSettings none() {
    return new VaultSettings(
        Optional.empty(), List.of(), Optional.empty(), new VaultLogin.TokenOfUser(), Tls.none());
  }

  /// The same server, but another login.
  public VaultSettings as(VaultLogin other) {
    return new VaultSettings(address, alsoHosts, namespace, other, tls);
  }

  /// An address in its only form.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static URI address(String text) {
    return ServerAddress.parse(text, "https://vault:8200");
  }
}
