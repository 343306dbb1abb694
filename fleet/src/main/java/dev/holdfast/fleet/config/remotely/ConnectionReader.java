package dev.holdfast.fleet.config.remotely;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.util.List;
import java.util.Optional;

/// Makes endpoints of that tool's connections; the jump host has the same user and key.
final class ConnectionReader {
  /// What a jump host is called: its connection and this.
  static final String JUMP_SUFFIX = "-jump";

  private final InlineSecrets inline;

  ConnectionReader(InlineSecrets inline) {
    this.inline = inline;
  }

  Optional<Endpoint.Ssh> read(String name, Fields connection) {
    var host = host(connection, RemotelyKeys.HOST);
    var user = RemotelyReader.text(connection, RemotelyKeys.USERNAME);
    var key = RemotelyReader.text(connection, RemotelyKeys.PRIVATE_KEY);
    var pins = RemotelyReader.text(connection, RemotelyKeys.KNOWN_HOST);
    if (host.isEmpty() || user.isEmpty() || key.isEmpty() || pins.isEmpty()) {
      return Optional.empty();
    }
    var ref = RemotelyReader.keep(inline, connection, RemotelyKeys.PRIVATE_KEY, key.get());
    return Optional.of(
        ssh(
            name,
            host.get(),
            user.get(),
            ref,
            pins.get(),
            jumps(name, connection, user.get(), ref)));
  }

  private static Optional<HostAndPort> host(Fields connection, Key<String> key) {
    var written = RemotelyReader.text(connection, key);
    try {
      return written.map(HostAndPort::parse);
    } catch (IllegalArgumentException e) {
      connection
          .reading()
          .in(key.name())
          .fault(connection.at(key), Quoted.of(written.orElse("")) + " " + e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Endpoint.Ssh> jumps(
      String name, Fields connection, String user, SecretRef key) {
    if (connection.value(RemotelyKeys.PROXY_JUMP_HOST).filter(h -> !h.isBlank()).isEmpty()) {
      return List.of();
    }
    var pins = connection.value(RemotelyKeys.PROXY_JUMP_KNOWN_HOST).orElse("");
    return host(connection, RemotelyKeys.PROXY_JUMP_HOST)
        .map(host -> ssh(name + JUMP_SUFFIX, host, user, key, pins, List.of()))
        .stream()
        .toList();
  }

  private static Endpoint.Ssh ssh(
      String name,
      HostAndPort host,
      String user,
      SecretRef key,
      String pins,
      List<Endpoint.Ssh> jumps) {
    return new Endpoint.Ssh(
        name,
        host.host(),
        host.port(),
        user,
        key,
        Optional.empty(),
        Optional.empty(),
        pins.lines().map(String::strip).filter(line -> !line.isEmpty()).toList(),
        jumps);
  }
}
