package dev.holdfast.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;

/// A session that gives up on a server that makes us remember too much or wait too long. MINA
/// answers every request and queues the answers without a limit, and waits for the end of a key
/// exchange for ever.
final class BoundedSession extends ClientSessionImpl {
  static final long REPLY_BYTES_MAX = 16L << 20;

  // Channels bound their own data far below; a tunnel through a jump host is only bounded here.
  private static final long DATA_BYTES_MAX = 64L << 20;
  private static final int PACKET_COST_BYTES = 256;
  private static final int SLICE_BYTES = 16 << 10;

  /// The next bytes of a longer piece.
  private record Slice(Readable all, int available) implements Readable {
    @Override
    public void getRawBytes(byte[] data, int offset, int length) {
      all.getRawBytes(data, offset, length);
    }
  }

  private final Duration keyExchangeDeadline;

  /// Used only by the one thread at a time that takes apart what arrived.
  private final Set<Inbox> arrived = Collections.newSetFromMap(new IdentityHashMap<>());

  private final AtomicInteger keyExchanges = new AtomicInteger();
  private final AtomicLong unsentReplyBytes = new AtomicLong();
  private final AtomicLong unsentDataBytes = new AtomicLong();

  private BoundedSession(
      ClientFactoryManager client, IoSession connection, Duration keyExchangeDeadline)
      throws Exception {
    super(client, connection);
    this.keyExchangeDeadline = keyExchangeDeadline;
  }

  static SessionFactory factory(ClientFactoryManager client, Duration keyExchangeDeadline) {
    return new SessionFactory(client) {
      @Override
      protected ClientSessionImpl doCreateSession(IoSession connection) throws Exception {
        return new BoundedSession(getClient(), connection, keyExchangeDeadline);
      }
    };
  }

  /// Remembers that bytes for this inbox arrived; its reader is woken when all packets that came
  /// together are taken apart, because waking it for each costs more than the packet.
  static void arrived(Session session, Inbox inbox) {
    if (session instanceof BoundedSession bounded) {
      bounded.arrived.add(inbox);
    } else {
      inbox.publish();
    }
  }

  /// MINA moves everything that is left after each packet; so it gets little at a time.
  @Override
  public void messageReceived(Readable bytes) throws Exception {
    try {
      while (bytes.available() > SLICE_BYTES) {
        super.messageReceived(new Slice(bytes, SLICE_BYTES));
      }
      super.messageReceived(bytes);
    } finally {
      arrived.forEach(Inbox::publish);
      arrived.clear();
    }
  }

  @Override
  public IoWriteFuture writePacket(Buffer packet) throws IOException {
    var isData = packet.array()[packet.rpos()] == SshConstants.SSH_MSG_CHANNEL_DATA;
    var unsent = isData ? unsentDataBytes : unsentReplyBytes;
    var max = isData ? DATA_BYTES_MAX : REPLY_BYTES_MAX;
    var cost = packet.available() + PACKET_COST_BYTES;
    if (unsent.addAndGet(cost) > max) {
      close(true);
      throw new IOException("the server asks much and reads nothing");
    }
    var written = super.writePacket(packet);
    written.addListener(sent -> unsent.addAndGet(-cost));
    return written;
  }

  @Override
  protected byte[] sendKexInit(Map<KexProposalOption, String> proposal) throws Exception {
    var number = keyExchanges.incrementAndGet();
    var scheduler = getFactoryManager().getScheduledExecutorService();
    var _ =
        scheduler.schedule(
            () -> endKeyExchange(number), keyExchangeDeadline.toMillis(), TimeUnit.MILLISECONDS);
    return super.sendKexInit(proposal);
  }

  private void endKeyExchange(int number) {
    if (keyExchanges.get() == number && getKexState() != KexState.DONE) {
      close(true);
    }
  }
}
