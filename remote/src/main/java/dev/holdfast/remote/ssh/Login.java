package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.remote.machine.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// One try to connect and authenticate within one deadline.
///
/// @param client the running MINA client
record Login(SshClient client, Limits limits, Surroundings surroundings) {
  private static final int ADDRESSES_MAX = 4;

  /// The try did not work; the reason is for [HandshakeFailures].
  static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Throwable reason;

    FailedException(Throwable reason) {
      super(reason);
      this.reason = reason;
    }

    Throwable reason() {
      return reason;
    }
  }

  /// @param via the session of the hop before, which carries this connection
  ClientSession run(Handshake handshake, LoginKeys keys, Optional<ClientSession> via) {
    var end = surroundings.nanoTime() + limits.connectDeadline().toNanos();
    if (via.isEmpty()) {
      return direct(handshake, keys, end);
    }
    var to = handshake.endpoint();
    var target = new SshdSocketAddress(to.host(), to.port());
    var here = new SshdSocketAddress("127.0.0.1", 0);
    // MINA can only connect to sockets, so the jump host's channel gets one on loopback; it is
    // closed to others as soon as our own connection is through.
    try (var tracker = via.get().createLocalPortForwardingTracker(here, target)) {
      return attempt(handshake, keys, bound(tracker), end);
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }

  private ClientSession direct(Handshake handshake, LoginKeys keys, long end) {
    var addresses = addresses(handshake.endpoint());
    for (int i = 0; ; i++) {
      try {
        return attempt(handshake, keys, addresses.get(i), end);
      } catch (IOException e) {
        if (i == addresses.size() - 1 || handshake.isIdentified()) {
          throw new FailedException(e);
        }
      }
    }
  }

  private ClientSession attempt(
      Handshake handshake, LoginKeys keys, InetSocketAddress address, long end) throws IOException {
    var context = AttributeRepository.ofAttributesMap(Map.of(Handshake.KEY, handshake));
    var user = handshake.endpoint().user();
    var session = client.connect(user, address, context, null).verify(left(end)).getSession();
    try {
      handshake.nameHost(session);
      keys.pairs().forEach(session::addPublicKeyIdentity);
      session.auth().verify(left(end));
      return session;
    } catch (IOException | RuntimeException e) {
      session.close(true);
      throw e;
    }
  }

  private Duration left(long end) {
    return Duration.ofNanos(Math.max(1_000_000, end - surroundings.nanoTime()));
  }

  private static InetSocketAddress bound(ExplicitPortForwardingTracker tracker) {
    return tracker.getBoundAddress().toInetSocketAddress();
  }

  private static List<InetSocketAddress> addresses(Endpoint.Ssh to) {
    try {
      return Stream.of(InetAddress.getAllByName(to.host()))
          .limit(ADDRESSES_MAX)
          .map(address -> new InetSocketAddress(address, to.port()))
          .toList();
    } catch (UnknownHostException e) {
      throw HandshakeFailures.unknownName(to, e);
    }
  }
}
