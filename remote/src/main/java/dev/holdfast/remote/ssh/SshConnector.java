package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.secrets.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// Logs in at hosts by SSH, through jump hosts where there are any. One MINA client serves the
/// whole process; it starts with the first connection.
public final class SshConnector implements AutoCloseable {
  private static final int TRIES_MAX = 3;

  /// Windows that are large may fill an eighth of the heap; see the decision on memory.
  private static final int WINDOWS_HEAP_SHARE = 8;

  private static final Duration RETRY_PAUSE = Duration.ofMillis(300);

  private final Secrets secrets;
  private final Limits limits;
  private final SocketWays ways;
  private final Surroundings surroundings;
  private final HandshakeGate gate;
  private final WindowBudget budget;
  private @Nullable SshClient client;

  /// @param ways which mechanisms may carry a single-use socket
  public SshConnector(Secrets secrets, Limits limits, SocketWays ways, Surroundings surroundings) {
    this.secrets = secrets;
    this.limits = limits;
    this.ways = ways;
    this.surroundings = surroundings;
    this.gate = new HandshakeGate(surroundings);
    var heapShare = Runtime.getRuntime().maxMemory() / WINDOWS_HEAP_SHARE;
    this.budget = new WindowBudget(Math.min(limits.windowBudgetBytes(), heapShare));
  }

  /// Connects through all jump hosts and authenticates.
  ///
  /// @throws FleetException with the reason and the next step
  public HostConnection connect(Endpoint.Ssh endpoint) {
    var hops = new ArrayList<>(endpoint.jumps());
    hops.add(endpoint);
    var sessions = new ArrayList<ClientSession>();
    try {
      var via = Optional.<ClientSession>empty();
      for (var hop : hops) {
        via = Optional.of(login(hop, via));
        sessions.add(via.get());
      }
      return SshConnection.over(
          new SshConnection.Way(endpoint, sessions), limits, ways, budget, surroundings);
    } catch (RuntimeException e) {
      sessions.reversed().forEach(session -> session.close(true));
      throw e;
    }
  }

  /// Ends every connection.
  @Override
  public synchronized void close() {
    if (client != null) {
      client.stop();
      client = null;
    }
  }

  private ClientSession login(Endpoint.Ssh to, Optional<ClientSession> via) {
    var keys = LoginKeys.open(to, secrets);
    var pins = pins(to);
    for (int attempt = 1; ; attempt++) {
      var handshake = new Handshake(to, pins);
      try {
        return gate.pass(
            new HostName(to.host(), to.port()),
            () -> new Login(client(), limits, surroundings).run(handshake, keys, via));
      } catch (Login.FailedException e) {
        if (attempt == TRIES_MAX || !HandshakeFailures.mayPass(handshake, e.reason())) {
          throw HandshakeFailures.explain(handshake, keys, e.reason());
        }
        var spread = surroundings.chance(RETRY_PAUSE.toMillis());
        surroundings.pause(RETRY_PAUSE.multipliedBy(attempt).plusMillis(spread));
      }
    }
  }

  private static HostKeyPins pins(Endpoint.Ssh to) {
    try {
      return HostKeyPins.parse(to.knownHosts(), new HostName(to.host(), to.port()));
    } catch (IllegalArgumentException e) {
      throw new FleetException(
          ErrorCode.CONFIG_INVALID,
          "The known hosts of " + to.name() + " cannot be read: " + e.getMessage() + ".",
          "Copy the line as `ssh-keyscan -p " + to.port() + " " + to.host() + "` prints it.",
          e);
    }
  }

  private synchronized SshClient client() {
    var running = client;
    if (running == null) {
      running = MinaClient.start(limits, surroundings);
      client = running;
    }
    return running;
  }

  /// For tests: what the budget of window memory still holds, in bytes.
  long windowBytesLeft() {
    return budget.bytesLeft();
  }
}
