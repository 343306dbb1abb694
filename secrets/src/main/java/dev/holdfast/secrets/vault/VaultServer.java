package dev.holdfast.secrets.vault;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// The server that was named, with what it takes to speak to it.
///
/// @param address without a path
/// @param alsoHosts `HOST:PORT` of other servers of the cluster
/// @param namespace in which everything happens
/// @param tls whom to trust; the machine's authorities if empty
record VaultServer(
    URI address, List<String> alsoHosts, Optional<String> namespace, Optional<SSLContext> tls) {
  /// From the settings, and where they are silent from the environment.
  ///
  /// @throws dev.holdfast.secrets.SecretException if neither says where the server is
  static VaultServer of(VaultSettings settings, VaultWorld world) {
    return new VaultServer(
        settings.address().orElseGet(() -> fromEnvironment(world)),
        settings.alsoHosts(),
        settings
            .namespace()
            .or(() -> world.firstOf("BAO_NAMESPACE", "VAULT_NAMESPACE"))
            .map(VaultServer::namespace),
        new VaultTls(settings.tls(), world).context());
  }

  private static String namespace(String name) {
    try {
      return VaultPath.namespace(name);
    } catch (IllegalArgumentException e) {
      throw VaultFailure.badNamespace(String.valueOf(e.getMessage()));
    }
  }

  private static URI fromEnvironment(VaultWorld world) {
    for (var name : List.of("BAO_ADDR", "VAULT_ADDR")) {
      var text = world.firstOf(name);
      if (text.isPresent()) {
        try {
          return VaultSettings.address(text.get());
        } catch (IllegalArgumentException e) {
          throw VaultFailure.badAddress(name, String.valueOf(e.getMessage()));
        }
      }
    }
    throw VaultFailure.noAddress();
  }

  boolean isEncrypted() {
    return address.getScheme().equals("https");
  }

  /// Whether a token may be sent there: the same way, to a host that was named.
  boolean isNamed(URI to) {
    var authority = String.valueOf(to.getAuthority());
    return address.getScheme().equals(to.getScheme())
        && (authority.equals(address.getAuthority()) || alsoHosts.contains(authority));
  }

  /// A path with everything encoded that means something in an address, but slashes and the query
  /// that we have written ourselves.
  ///
  /// @throws dev.holdfast.secrets.SecretException if it would lead to another path than it says
  static String encoded(String path) {
    var query = path.indexOf('?');
    var plain = query < 0 ? path : path.substring(0, query);
    if (!VaultPath.isUsable(plain)) {
      throw VaultFailure.badPath(plain);
    }
    var segments =
        Stream.of(plain.split("/", -1))
            .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return query < 0 ? segments : segments + path.substring(query);
  }
}
