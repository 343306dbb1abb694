package dev.holdfast.lab.attacks;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.HostConnector;
import dev.holdfast.remote.local.LocalConnection;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.shell.Tool;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All hosts are this machine; one of them may be taken over.
final class Hosts implements HostConnector {
  /// Every Borg brings python3 with it, also that of another root.
  private static final SocketWays WAYS = new SocketWays(false, Set.of(Tool.PYTHON3));

  private final TakenOverTarget.@Nullable Program program;

  /// @param program what runs in borg's place on the target; null for an honest fleet
  Hosts(TakenOverTarget.@Nullable Program program) {
    this.program = program;
  }

  @Override
  public HostConnection connect(Endpoint endpoint) {
    var host = new LocalConnection(endpoint.name(), WAYS, Surroundings.real());
    return program != null && endpoint.name().equals(GuardedFleet.TARGET)
        ? new TakenOverTarget(host, program)
        : host;
  }
}
