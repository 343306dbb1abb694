package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.testkit.SshKeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/// A server that promises a window of a gigabyte and turns deaf at the first byte that a command
/// gets: from then on it reads nothing from the network.
final class HostilePeer implements AutoCloseable {
  private static final long WINDOW_BYTES = 1L << 30;

  private final SshServer server = SshServer.setUpDefaultServer();
  private final CountDownLatch end = new CountDownLatch(1);
  private final CompletableFuture<ChannelSession> deaf = new CompletableFuture<>();
  private final String knownHostsLine;

  private HostilePeer(long packetBytes) throws IOException, GeneralSecurityException {
    var key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
    server.setCommandFactory((channel, line) -> {
      channel.setDataReceiver(new Deafness());
      return new Silence();
    });
    CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW_BYTES);
    CoreModuleProperties.MAX_PACKET_SIZE.set(server, packetBytes);
    server.start();
    knownHostsLine =
        "[127.0.0.1]:%d %s".formatted(server.getPort(), KeyBlob.of(key.getPublic()).line());
  }

  static HostilePeer start(long packetBytes) {
    try {
      return new HostilePeer(packetBytes);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Endpoint.Ssh endpoint(SshLab lab, SshKeyFile key) {
    return new Endpoint.Ssh(
        "web1",
        "127.0.0.1",
        server.getPort(),
        "someone",
        lab.keep("key", key.privateBytes()),
        Optional.empty(),
        Optional.empty(),
        List.of(knownHostsLine),
        List.of());
  }

  /// The channel of the command that got the first byte, once it did.
  ChannelSession deaf() {
    return deaf.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /// Asks for channels and does not read the answers; it may be cut off before it has asked for
  /// all.
  void open(int channels, String type, String path) throws IOException {
    var session = deaf().getSession();
    for (int i = 0; i < channels; i++) {
      var buffer = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, type.length() + 256);
      buffer.putString(type);
      buffer.putUInt(1000 + i);
      buffer.putUInt(1 << 20);
      buffer.putUInt(1 << 15);
      buffer.putString(path);
      buffer.putString("");
      try {
        session.writePacket(buffer);
      } catch (SshException e) {
        if (session.isClosing()) {
          return;
        }
        throw e;
      }
    }
  }

  @Override
  public void close() {
    end.countDown();
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Deafness implements ChannelDataReceiver {
    @Override
    public int data(ChannelSession channel, byte[] bytes, int start, int length)
        throws IOException {
      deaf.complete(channel);
      try {
        end.await();
        return length;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }

  private static final class Silence implements Command {
    @Override
    public void setInputStream(InputStream input) {
      // The channel's receiver gets everything.
    }

    @Override
    public void setOutputStream(OutputStream output) {
      // It says nothing.
    }

    @Override
    public void setErrorStream(OutputStream errors) {
      // It says nothing.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      // It never ends.
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      // It does nothing.
    }

    @Override
    public void destroy(ChannelSession channel) {
      // It holds nothing.
    }
  }
}
