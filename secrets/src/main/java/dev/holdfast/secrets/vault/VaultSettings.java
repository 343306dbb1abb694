package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretRef;
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
    URI address;
    try {
      address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not an address such as https://vault:8200", e);
    }
    var scheme = String.valueOf(address.getScheme());
    var host = address.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("is not an address such as https://vault:8200");
    }
    if (address.getUserInfo() != null || !address.getRawPath().isEmpty()) {
      throw new IllegalArgumentException("must end after the port");
    }
    if (scheme.equals("http") && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "would send the token in clear over a network: write https://");
    }
    return address;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]+){3}");
  }
}
