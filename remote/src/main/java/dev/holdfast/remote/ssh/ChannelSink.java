package dev.holdfast.remote.ssh;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Writes a channel's data packets. Bytes are copied once, into the packet that is encrypted in
/// place; small writes share a packet until [#flush].
///
/// The monitor belongs to writers. The lock guards what a writer waits for: the peer opens its
/// window in small steps, and a writer that is woken for each of them costs more than the bytes it
/// sends; so it sleeps until a good part of the window is open again. Closing never takes the
/// monitor.
final class ChannelSink implements ByteSink {
  private static final int ROOM_SHARE = 4;

  // Liveness is the keep-alive's business: a host that syncs its disk may be silent for long.
  private static final Duration STALL_MAX = Duration.ofHours(12);
  private static final int HEADER_BYTES = 12;

  /// What only the channel itself can do.
  interface Ender {
    void sendEof() throws IOException;
  }

  private final AbstractChannel channel;
  private final Ender ender;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long largestRoom;
  private long wantedRoom = Long.MAX_VALUE;
  private boolean shut;
  private @Nullable Buffer packet;
  private int packetBytes;
  private boolean ended;

  ChannelSink(AbstractChannel channel, Ender ender) {
    this.channel = channel;
    this.ender = ender;
  }

  @Override
  public synchronized void write(ByteBuffer bytes) throws IOException {
    if (ended) {
      throw new IOException("the stream has been ended already");
    }
    while (bytes.hasRemaining()) {
      var packetBytesMax = (int) Math.min(channel.getRemoteWindow().getPacketSize(), 1 << 20);
      var count = Math.min(bytes.remaining(), packetBytesMax - packetBytes);
      var room = room(packetBytesMax);
      bytes.get(room.array(), room.wpos(), count);
      room.wpos(room.wpos() + count);
      packetBytes += count;
      if (packetBytes == packetBytesMax) {
        flush();
      }
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    var full = packet;
    if (full == null) {
      return;
    }
    var length = packetBytes;
    packet = null;
    packetBytes = 0;
    consumeRoom(length);
    var end = full.wpos();
    full.wpos(end - length - Integer.BYTES);
    full.putUInt(length);
    full.wpos(end);
    if (channel.isClosing()) {
      throw new ConnectionLostException("the way to the peer was closed while bytes were sent");
    }
    channel.writePacket(full);
  }

  /// Hears that the peer opened its window further.
  void windowGrew() {
    lock.lock();
    try {
      if (channel.getRemoteWindow().getSize() >= wantedRoom) {
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes a writer that waits: the channel is closing.
  void shut() {
    lock.lock();
    try {
      shut = true;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void consumeRoom(int length) throws IOException {
    var window = channel.getRemoteWindow();
    lock.lock();
    try {
      largestRoom = Math.max(largestRoom, window.getSize());
      if (window.getSize() < length) {
        awaitRoom(window, Math.max(length, largestRoom / ROOM_SHARE));
      }
      if (shut) {
        throw new ConnectionLostException("the way to the peer was closed while bytes were sent");
      }
      window.consume(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting to send", e);
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(RemoteWindow window, long wanted)
      throws IOException, InterruptedException {
    wantedRoom = wanted;
    var nanosLeft = STALL_MAX.toNanos();
    while (window.getSize() < wanted && !shut) {
      nanosLeft = grown.awaitNanos(nanosLeft);
      if (nanosLeft <= 0) {
        throw new IOException("the peer took nothing for " + STALL_MAX.toHours() + " hours");
      }
    }
    wantedRoom = Long.MAX_VALUE;
  }

  @Override
  public synchronized void end() throws IOException {
    if (!ended) {
      flush();
      ended = true;
      ender.sendEof();
    }
  }

  private Buffer room(int packetBytesMax) {
    var current = packet;
    if (current == null) {
      current =
          channel
              .getSession()
              .createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, packetBytesMax + HEADER_BYTES);
      current.putUInt(channel.getRecipient());
      current.putUInt(0);
      packet = current;
    }
    return current;
  }
}
