package dev.holdfast.fleet.config.remotely;

import dev.holdfast.fleet.config.shape.Fields;
import java.util.HashSet;
import java.util.Set;

/// Names of targets from names that were only meant for messages.
final class TargetNames {
  private static final int CHARACTERS_MAX = 50;

  private final Set<String> used = new HashSet<>();

  /// The server's own name, else its repository's, in legal characters and not used before.
  String next(Fields server) {
    var written =
        server
            .value(RemotelyKeys.NAME)
            .filter(name -> !name.isBlank())
            .or(() -> server.value(RemotelyKeys.TARGET).flatMap(t -> t.value(RemotelyKeys.SUB_DIR)))
            .orElse("server");
    var legal = written.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
    var name =
        legal.isEmpty() ? "server" : legal.substring(0, Math.min(legal.length(), CHARACTERS_MAX));
    var unique = name;
    for (var i = 2; !used.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }
}
