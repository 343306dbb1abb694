package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.remote.shell.BridgedSocket;
import dev.holdfast.remote.shell.Janitor;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.shell.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.session.ClientSession;

/// Finds the first way to deliver a socket that works on a host.
///
/// @param host runs the commands that are needed
record SocketDelivery(HostConnection host, ClientSession session, Doors doors) {
  /// @throws FleetException if no way works; it says what was tried
  SingleUseSocket deliver(SocketWays ways, Duration deadline) {
    var janitor = Janitor.start(host, deadline);
    try {
      return first(janitor, ways, deadline);
    } catch (RuntimeException e) {
      janitor.close();
      throw e;
    }
  }

  private SingleUseSocket first(Janitor janitor, SocketWays ways, Duration deadline) {
    var tools = ways.among(janitor.tools());
    var tried = new ArrayList<String>();
    for (var client : tools) {
      // Named pipes are no sockets: nothing can join them to the server's.
      if (ways.streamLocal() && client != Tool.FIFO) {
        try {
          return StreamLocalSocket.open(session, doors, janitor, client, deadline);
        } catch (IOException e) {
          tried.add("streamlocal (" + e.getMessage() + ")");
          break;
        }
      }
    }
    for (var tool : tools) {
      try {
        return BridgedSocket.open(host, janitor, tool, deadline);
      } catch (IOException e) {
        tried.add(tool.label() + " (" + e.getMessage() + ")");
      }
    }
    throw unavailable(janitor.tools(), tried);
  }

  private FleetException unavailable(Set<Tool> present, List<String> tried) {
    var has = present.stream().map(Tool::label).collect(Collectors.joining(", "));
    return new FleetException(
        ErrorCode.SOCKET_UNAVAILABLE,
        "No socket could be delivered to %s: tried %s; it has %s."
            .formatted(
                host.name(),
                tried.isEmpty() ? "nothing" : HandshakeFailures.clean(String.join(", ", tried)),
                has.isEmpty() ? "no usable tool" : has),
        "Set `AllowStreamLocalForwarding yes` in sshd_config of "
            + host.name()
            + " (and `port-forwarding` at the key), or install socat there.");
  }
}
