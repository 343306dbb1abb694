package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.AbstractClientSession;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/// One attempt to log in: what it was prepared with and what became known on the way, so that a
/// failure can be told in words.
final class Handshake implements ServerKeyVerifier {
  static final AttributeKey<Handshake> KEY = new AttributeKey<>();

  private final Endpoint.Ssh endpoint;
  private final HostKeyPins pins;
  private volatile boolean identified;
  private volatile Optional<HostKeyVerdict> verdict = Optional.empty();
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile Optional<String> farewell = Optional.empty();

  Handshake(Endpoint.Ssh endpoint, HostKeyPins pins) {
    this.endpoint = endpoint;
    this.pins = pins;
  }

  Endpoint.Ssh endpoint() {
    return endpoint;
  }

  /// Whether the other side introduced itself as an SSH server.
  boolean isIdentified() {
    return identified;
  }

  Optional<HostKeyVerdict> verdict() {
    return verdict;
  }

  /// The first thing that went wrong inside the session.
  Optional<Throwable> failure() {
    return failure;
  }

  /// What the server said when it hung up.
  Optional<String> farewell() {
    return farewell;
  }

  /// Prepares a session before its first packet.
  void prepare(Session session) {
    session.setSignatureFactories(signatures());
    if (session instanceof ClientSession client) {
      client.setServerKeyVerifier(this);
    }
    nameHost(session);
  }

  /// Host certificates are checked against the configured name, also behind a jump host.
  void nameHost(Session session) {
    if (session instanceof AbstractClientSession client) {
      client.setConnectAddress(
          InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()));
    }
  }

  void noteIdentified() {
    identified = true;
  }

  void noteFailure(Throwable cause) {
    if (failure.isEmpty()) {
      failure = Optional.of(cause);
    }
  }

  void noteFarewell(String words) {
    farewell = Optional.of(words);
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
    var judged = pins.judge(key);
    verdict = Optional.of(judged);
    return judged instanceof HostKeyVerdict.Trusted;
  }

  private List<NamedFactory<Signature>> signatures() {
    return pins.algorithms().stream()
        .map(name -> (NamedFactory<Signature>) BuiltinSignatures.fromFactoryName(name))
        .toList();
  }
}
