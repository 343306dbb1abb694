package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.Background;
import dev.holdfast.remote.shell.Quoting;
import dev.holdfast.remote.shell.SocketWays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;

/// A host reached by SSH.
final class SshConnection implements HostConnection {
  // Linux allows 128 KiB for one argument, and the login shell gets the line as one.
  private static final int LINE_BYTES_MAX = 120 << 10;
  private static final String KEEP_ALIVE = "keepalive@openssh.com";
  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final int PROBES_MAX = 4;
  private static final Duration PROBE_TIME_MAX = Duration.ofMillis(40);

  private final Way way;
  private final Limits limits;
  private final SocketWays ways;
  private final Link link;
  private final Doors doors;
  private final Set<SshCommand> commands = ConcurrentHashMap.newKeySet();

  /// @param endpoint the host that is reached in the end
  /// @param sessions one per hop; the last one is the host's own
  record Way(Endpoint.Ssh endpoint, List<ClientSession> sessions) {
    Way {
      sessions = List.copyOf(sessions);
    }

    ClientSession session() {
      return sessions.getLast();
    }
  }

  private SshConnection(Way way, Limits limits, SocketWays ways, Link link) {
    this.way = way;
    this.limits = limits;
    this.ways = ways;
    this.link = link;
    this.doors = new Doors(link);
    doors.attach(way.session());
  }

  /// Measures the line with one keep-alive and takes the sessions over.
  static SshConnection over(
      Way way, Limits limits, SocketWays ways, WindowBudget budget, Surroundings surroundings) {
    var link = new Link(roundTrip(way, limits, surroundings), budget);
    return new SshConnection(way, limits, ways, link);
  }

  @Override
  public String name() {
    return way.endpoint().name();
  }

  @Override
  public RunningCommand start(Command command) {
    var line = Quoting.line(command);
    if (line.getBytes(StandardCharsets.UTF_8).length > LINE_BYTES_MAX) {
      throw new FleetException(
          ErrorCode.COMMAND_REFUSED,
          "A command for " + name() + " is longer than a host takes.",
          "Use fewer or shorter paths and patterns.");
    }
    var channel = new ExecChannel(line, link);
    try {
      way.session().getService(ConnectionService.class).registerChannel(channel);
      channel.open().verify(limits.connectDeadline());
    } catch (IOException | RuntimeException e) {
      channel.abandon();
      throw notStarted(channel, e);
    }
    var running = new SshCommand(name(), channel);
    commands.add(running);
    channel.addCloseFutureListener(closed -> commands.remove(running));
    return running;
  }

  @Override
  public SingleUseSocket deliverSocket(Duration deadline) {
    return new SocketDelivery(this, way.session(), doors).deliver(ways, deadline);
  }

  /// Says farewell where that takes no time; after a short while everything is torn down.
  @Override
  public void close() {
    try {
      Background.await(Background.call("farewell", this::sayFarewell), FAREWELL);
    } catch (IOException | TimeoutException e) {
      // Who does not answer a farewell is left without one.
    } finally {
      way.sessions().reversed().forEach(session -> session.close(true));
    }
  }

  private boolean sayFarewell() throws IOException {
    var closing = new ArrayList<CompletableFuture<?>>();
    for (var command : commands) {
      closing.add(
          Background.call(
              "farewell",
              () -> {
                command.close();
                return true;
              }));
    }
    closing.forEach(CompletableFuture::join);
    for (var session : way.sessions().reversed()) {
      session.close(false).await(FAREWELL);
    }
    return true;
  }

  private FleetException notStarted(ExecChannel channel, Exception e) {
    if (channel.hasSmallPackets()) {
      return new FleetException(
          ErrorCode.COMMAND_REFUSED,
          "The SSH server of %s takes only packets below %d bytes."
              .formatted(name(), ChannelSink.PACKET_BYTES_MIN),
          "Let OpenSSH serve " + name() + ".",
          e);
    }
    var refused =
        e instanceof SshChannelOpenException || e.getCause() instanceof SshChannelOpenException;
    return refused && way.session().isOpen()
        ? new FleetException(
            ErrorCode.COMMAND_REFUSED,
            "The SSH server of " + name() + " refuses to start another command.",
            "Raise MaxSessions in its sshd_config (the default of 10 is enough).",
            e)
        : new FleetException(
            ErrorCode.CONNECTION_LOST,
            "The connection to " + name() + " was lost.",
            "Run it again; look at the network and the load of the host if it happens often.",
            e);
  }

  // The best of a few on a short line, as a busy machine makes single ones look long; on a long
  // line
  // one is enough and further ones would only cost time.
  private static Duration roundTrip(Way way, Limits limits, Surroundings surroundings) {
    var best = keepAlive(way, limits, surroundings);
    var spent = best;
    for (int i = 1; i < PROBES_MAX && spent.compareTo(PROBE_TIME_MAX) < 0; i++) {
      var next = keepAlive(way, limits, surroundings);
      spent = spent.plus(next);
      best = next.compareTo(best) < 0 ? next : best;
    }
    return best;
  }

  private static Duration keepAlive(Way way, Limits limits, Surroundings surroundings) {
    var session = way.session();
    var size = KEEP_ALIVE.length() + 16;
    var buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, size);
    buffer.putString(KEEP_ALIVE);
    buffer.putBoolean(true);
    var start = surroundings.nanoTime();
    try {
      // The answer is always a refusal; that it comes is what counts.
      session.request(KEEP_ALIVE, buffer, limits.connectDeadline());
      return Duration.ofNanos(surroundings.nanoTime() - start);
    } catch (IOException e) {
      throw new FleetException(
          ErrorCode.CONNECTION_LOST,
          "The connection to " + way.endpoint().name() + " was lost right after the login.",
          "Look at the log of its sshd.",
          e);
    }
  }
}
