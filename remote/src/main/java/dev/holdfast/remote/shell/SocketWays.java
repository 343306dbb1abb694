package dev.holdfast.remote.shell;

import java.util.EnumSet;
import java.util.Set;

/// Which mechanisms may carry a single-use socket; fewer than all only to prove each of them.
///
/// @param streamLocal whether the SSH server may be asked to listen itself
/// @param tools what may be used on the host
public record SocketWays(boolean streamLocal, Set<Tool> tools) {
  public SocketWays {
    tools = Set.copyOf(tools);
  }

  /// Everything that exists.
  public static SocketWays all() {
    return new SocketWays(true, EnumSet.allOf(Tool.class));
  }

  /// Of what a host has, the tools that may be used, best first.
  public EnumSet<Tool> among(Set<Tool> present) {
    var both = EnumSet.noneOf(Tool.class);
    for (var tool : present) {
      if (tools.contains(tool)) {
        both.add(tool);
      }
    }
    return both;
  }
}
