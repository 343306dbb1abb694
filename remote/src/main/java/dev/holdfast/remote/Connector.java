package dev.holdfast.remote;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.HostConnector;
import dev.holdfast.remote.local.LocalConnection;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.ssh.SshConnector;
import dev.holdfast.secrets.Secrets;

/// Opens connections to hosts, the controller itself included. One for the whole process; SSH
/// starts with the first host that needs it.
public final class Connector implements HostConnector, AutoCloseable {
  private final SocketWays ways;
  private final Surroundings surroundings;
  private final SshConnector ssh;

  /// A connector that may use every way to deliver a socket.
  public Connector(Secrets secrets, Limits limits) {
    this(secrets, limits, SocketWays.all(), Surroundings.real());
  }

  /// @param ways which mechanisms may carry a single-use socket
  public Connector(Secrets secrets, Limits limits, SocketWays ways, Surroundings surroundings) {
    this.ways = ways;
    this.surroundings = surroundings;
    this.ssh = new SshConnector(secrets, limits, ways, surroundings);
  }

  @Override
  public HostConnection connect(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Local(var name) -> new LocalConnection(name, ways, surroundings);
      case Endpoint.Ssh host -> ssh.connect(host);
    };
  }

  /// Ends every SSH connection that is still open.
  @Override
  public void close() {
    ssh.close();
  }
}
