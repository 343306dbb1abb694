package dev.holdfast.remote.socket;

import dev.holdfast.remote.machine.Surroundings;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.AbstractIoServiceFactoryFactory;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2Connector;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/// MINA's own transport, with an [EventSocket] for each outgoing connection. The sockets that MINA
/// accepts, for tunnels through jump hosts, stay as they are.
public final class SocketServiceFactory extends AbstractIoServiceFactoryFactory {
  private static final String CONNECTING = "ssh connecting";

  private final Surroundings surroundings;

  public SocketServiceFactory(Surroundings surroundings) {
    super(null);
    this.surroundings = surroundings;
  }

  @Override
  public IoServiceFactory create(FactoryManager manager) {
    return new Services(manager, surroundings, ThreadUtils.newCachedThreadPool(CONNECTING));
  }

  private static final class Services extends Nio2ServiceFactory {
    private final Surroundings surroundings;
    private final CloseableExecutorService connecting;

    Services(
        FactoryManager manager, Surroundings surroundings, CloseableExecutorService connecting) {
      super(manager, null, connecting);
      this.surroundings = surroundings;
      this.connecting = connecting;
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
      return autowireCreatedService(new Connector(this, handler));
    }

    @Override
    public Nio2Session createSession(
        Nio2Service service,
        IoHandler handler,
        AsynchronousSocketChannel socket,
        @Nullable SocketAddress accepted)
        throws Throwable {
      return new Nio2Session(service, getFactoryManager(), handler, socket, accepted) {
        // Saves the copy that a buffer on the heap costs.
        @Override
        public void startReading(int bytes) {
          startReading(ByteBuffer.allocateDirect(bytes));
        }
      };
    }
  }

  private static final class Connector extends Nio2Connector {
    private final Surroundings surroundings;

    Connector(Services services, IoHandler handler) {
      super(services, services.getFactoryManager(), handler, new NoGroup(), services.connecting);
      this.surroundings = services.surroundings;
    }

    @Override
    protected AsynchronousSocketChannel openAsynchronousSocketChannel(
        SocketAddress address, AsynchronousChannelGroup group) throws IOException {
      return EventSocket.open(surroundings);
    }
  }

  /// MINA insists on a group of threads for its connections; ours need none.
  private static final class NoGroup extends AsynchronousChannelGroup {
    NoGroup() {
      super(AsynchronousChannelProvider.provider());
    }

    @Override
    public boolean isShutdown() {
      return true;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public void shutdownNow() {}

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
