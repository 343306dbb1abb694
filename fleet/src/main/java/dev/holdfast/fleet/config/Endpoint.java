package dev.holdfast.fleet.config;

import dev.holdfast.secrets.SecretRef;
import java.util.List;
import java.util.Optional;

/// Where a host is and how the controller may enter it.
public sealed interface Endpoint {
  /// The name that messages use.
  String name();

  /// The controller itself: commands run as the user that runs Holdfast.
  record Local(String name) implements Endpoint {}

  /// A host reached by SSH.
  ///
  /// @param name what messages call it
  /// @param host name or address, without brackets
  /// @param port 1 to 65535
  /// @param user login name
  /// @param key private key in OpenSSH or PEM format
  /// @param keyPassphrase opens the key, if it is encrypted
  /// @param certificate OpenSSH user certificate for the key, one line
  /// @param knownHosts pinned host keys as lines of a known_hosts file; hashed names,
  ///   `@cert-authority` and `@revoked` included
  /// @param jumps hosts to go through, first hop first; each with its own user, key and pins
  record Ssh(
      String name,
      String host,
      int port,
      String user,
      SecretRef key,
      Optional<SecretRef> keyPassphrase,
      Optional<String> certificate,
      List<String> knownHosts,
      List<Ssh> jumps)
      implements Endpoint {
    /// The same host, entered with another key that needs no passphrase.
    public Ssh withKey(SecretRef other) {
      return new Ssh(
          name, host, port, user, other, Optional.empty(), certificate, knownHosts, jumps);
    }

    /// The same host, entered as another user.
    public Ssh withUser(String other) {
      return new Ssh(name, host, port, other, key, keyPassphrase, certificate, knownHosts, jumps);
    }

    /// The same host, by another way.
    public Ssh withJumps(List<Ssh> others) {
      return new Ssh(name, host, port, user, key, keyPassphrase, certificate, knownHosts, others);
    }

    public Ssh {
      knownHosts = List.copyOf(knownHosts);
      jumps = List.copyOf(jumps);
    }
  }
}
