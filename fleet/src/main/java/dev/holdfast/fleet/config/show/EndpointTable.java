package dev.holdfast.fleet.config.show;

import dev.holdfast.fleet.config.Endpoint;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// An endpoint as the keys of a configuration.
public final class EndpointTable {
  private EndpointTable() {}

  /// The keys; jump hosts by their names.
  public static SequencedMap<String, Object> of(Endpoint endpoint) {
    var table = new LinkedHashMap<String, Object>();
    switch (endpoint) {
      case Endpoint.Local _ -> table.put("local", true);
      case Endpoint.Ssh ssh -> put(table, ssh);
    }
    return table;
  }

  private static void put(SequencedMap<String, Object> table, Endpoint.Ssh ssh) {
    table.put("host", Texts.literal(ssh.host()));
    table.put("port", ssh.port());
    table.put("user", Texts.literal(ssh.user()));
    table.put("key", ssh.key().toString());
    ssh.keyPassphrase().ifPresent(ref -> table.put("key_passphrase", ref.toString()));
    ssh.certificate().ifPresent(line -> table.put("certificate", line));
    table.put("known_hosts", ssh.knownHosts());
    if (!ssh.jumps().isEmpty()) {
      table.put("jump", ssh.jumps().stream().map(Endpoint.Ssh::name).toList());
    }
  }
}
