package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.socket.SocketServiceFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// Sets up MINA: nothing from the user's files, nothing offered to servers, no limits of its own on
/// silence, and the fast ciphers first.
final class MinaClient {
  private static final long REKEY_BYTES = 32L << 30;
  private static final long PACKET_BYTES_MAX = 128L << 10;
  private static final int READ_BUFFER_BYTES = 256 << 10;
  private static final Duration STALL_MAX = Duration.ofHours(12);
  private static final int CHANNELS_MAX = 64;

  private static final List<String> KEY_EXCHANGES_FIRST =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org");

  private MinaClient() {}

  static SshClient start(Limits limits, Surroundings surroundings) {
    var client = SshClient.setUpDefaultClient();
    client.setIoServiceFactoryFactory(new SocketServiceFactory(surroundings));
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(null);
    client.setServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE);
    client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(loginSignatures())));
    client.setCipherFactories(ciphers());
    client.setKeyExchangeFactories(keyExchanges());
    client.setChannelFactories(List.of(Doors.FACTORY));
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    client.addSessionListener(new HandshakeListener());
    client.setSessionFactory(BoundedSession.factory(client, limits.connectDeadline()));
    waits(client, limits);
    sizes(client);
    client.start();
    return client;
  }

  private static void waits(SshClient client, Limits limits) {
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.AUTH_TIMEOUT.set(client, limits.connectDeadline().multipliedBy(2));
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, limits.connectDeadline());
    // A line that takes no byte for so long is as dead as one that answers no sign of life.
    CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(
        client, limits.keepAliveInterval().multipliedBy(limits.keepAlivesLostMax() + 1L));
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, limits.keepAliveInterval());
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, limits.keepAlivesLostMax());
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, STALL_MAX);
    CoreModuleProperties.CHANNEL_CLOSE_TIMEOUT.set(client, Duration.ofSeconds(5));
  }

  private static void sizes(SshClient client) {
    CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, REKEY_BYTES);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(client, CHANNELS_MAX);
    CoreModuleProperties.WINDOW_SIZE.set(client, Link.WINDOW_BYTES_MIN);
    CoreModuleProperties.MAX_PACKET_SIZE.set(client, PACKET_BYTES_MAX);
    CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(client, READ_BUFFER_BYTES);
    CoreModuleProperties.NIO_WORKERS.set(
        client, Math.max(4, Runtime.getRuntime().availableProcessors() + 1));
    CoreModuleProperties.TCP_NODELAY.set(client, true);
  }

  private static List<NamedFactory<Cipher>> ciphers() {
    return List.of(
        BuiltinCiphers.aes128gcm,
        BuiltinCiphers.aes256gcm,
        BuiltinCiphers.cc20p1305_openssh,
        BuiltinCiphers.aes256ctr,
        BuiltinCiphers.aes128ctr);
  }

  // SHA-1 is left out; servers that know nothing newer are older than OpenSSH 7.2.
  private static List<NamedFactory<Signature>> loginSignatures() {
    return List.of(
        BuiltinSignatures.ed25519_cert,
        BuiltinSignatures.nistp256_cert,
        BuiltinSignatures.nistp384_cert,
        BuiltinSignatures.nistp521_cert,
        BuiltinSignatures.rsaSHA512_cert,
        BuiltinSignatures.rsaSHA256_cert,
        BuiltinSignatures.ed25519,
        BuiltinSignatures.nistp256,
        BuiltinSignatures.nistp384,
        BuiltinSignatures.nistp521,
        BuiltinSignatures.rsaSHA512,
        BuiltinSignatures.rsaSHA256);
  }

  /// Those first that quantum computers do not break.
  static List<KeyExchangeFactory> keyExchanges() {
    var offered = ClientBuilder.setUpDefaultKeyExchanges(true);
    var ordered = new ArrayList<KeyExchangeFactory>();
    for (var name : KEY_EXCHANGES_FIRST) {
      offered.stream().filter(f -> f.getName().equals(name)).forEach(ordered::add);
    }
    for (var factory : offered) {
      if (!ordered.contains(Objects.requireNonNull(factory))) {
        ordered.add(factory);
      }
    }
    return ordered;
  }
}
