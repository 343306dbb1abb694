package dev.holdfast.remote.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// What this process listens on, as the kernel tells it.
final class Loopback {
  private Loopback() {}

  /// TCP ports, in hexadecimal digits.
  static Set<String> listeningPorts() throws IOException {
    var own = new HashSet<String>();
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (var descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          own.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    var ports = new HashSet<String>();
    for (var table : new String[] {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
      for (var line : Files.readAllLines(Path.of(table))) {
        var columns = line.strip().split("\\s+", -1);
        if (columns[3].equals("0A") && own.contains("socket:[" + columns[9] + "]")) {
          ports.add(columns[1]);
        }
      }
    }
    return ports;
  }
}
