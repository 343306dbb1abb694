package dev.holdfast.remote.ssh;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
/// Writers queue at their own lock and keep it while they wait. The other lock guards what a writer
/// waits for: the peer opens its window in small steps, and a writer that is woken for each of them
/// costs more than the bytes it sends; so it sleeps until a good part of the window is open again.
/// It also waits while much is on its way to the network, as a window alone promises nothing: who
/// opens a large one and then stops to read would fill our memory. Closing never waits for a
/// writer.
final class ChannelSink implements ByteSink {
  /// Below this a packet is more frame than content.
  static final int PACKET_BYTES_MIN = 4096;

  static final int UNSENT_BYTES_MAX = 1 << 20;
  private static final int PACKET_BYTES_MAX = 1 << 20;
  private static final int ROOM_SHARE = 4;
  private static final long ROOM_BYTES_MAX = 16L << 20;

  // Liveness is the keep-alive's business: a host that syncs its disk may be silent for long.
  private static final Duration STALL_MAX = Duration.ofHours(12);
  private static final int HEADER_BYTES = 12;

  /// What only the channel itself can do.
  interface Ender {
    void sendEof() throws IOException;
  }

  private final AbstractChannel channel;
  private final Ender ender;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();

  /// Packets that have left: new memory for each would have to be cleared and collected.
  private final Queue<Buffer> spare = new ConcurrentLinkedQueue<>();

  private long largestRoom;
  private long wantedRoom = Long.MAX_VALUE;
  private long unsentBytes;
  private boolean shut;
  private @Nullable Buffer packet;
  private int packetBytes;
  private boolean ended;

  ChannelSink(AbstractChannel channel, Ender ender) {
    this.channel = channel;
    this.ender = ender;
  }

  /// Whether the peer takes packets of a useful size.
  boolean isUsable() {
    return channel.getRemoteWindow().getPacketSize() >= PACKET_BYTES_MIN;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    writing.lock();
    try {
      if (ended) {
        throw new IOException("the stream has been ended already");
      }
      fill(bytes);
    } finally {
      writing.unlock();
    }
  }

  private void fill(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      var packetBytesMax =
          (int) Math.min(channel.getRemoteWindow().getPacketSize(), PACKET_BYTES_MAX);
      var count = Math.min(bytes.remaining(), packetBytesMax - packetBytes);
      var room = room(packetBytesMax);
      bytes.get(room.array(), room.wpos(), count);
      room.wpos(room.wpos() + count);
      packetBytes += count;
      if (packetBytes == packetBytesMax) {
        send();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    writing.lock();
    try {
      send();
    } finally {
      writing.unlock();
    }
  }

  private void send() throws IOException {
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
    count(length);
    try {
      channel
          .writePacket(full)
          .addListener(_ -> {
            spare.add(full);
            count(-length);
          });
    } catch (IOException | RuntimeException e) {
      count(-length);
      throw e;
    }
  }

  // Also hears of packets that failed to be written, else nobody would wake the writer.
  private void count(int change) {
    lock.lock();
    try {
      unsentBytes += change;
      if (unsentBytes <= UNSENT_BYTES_MAX / 2 && unsentBytes - change > UNSENT_BYTES_MAX / 2) {
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// What was handed to the session and has not reached the network yet.
  long unsentBytes() {
    lock.lock();
    try {
      return unsentBytes;
    } finally {
      lock.unlock();
    }
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
      largestRoom = Math.max(largestRoom, Math.min(window.getSize(), ROOM_BYTES_MAX));
      if (!hasRoom(length)) {
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

  private boolean hasRoom(int length) {
    return channel.getRemoteWindow().getSize() >= length
        && unsentBytes + length <= UNSENT_BYTES_MAX;
  }

  private void awaitRoom(RemoteWindow window, long wanted)
      throws IOException, InterruptedException {
    wantedRoom = wanted;
    var nanosLeft = STALL_MAX.toNanos();
    while ((window.getSize() < wanted || unsentBytes > UNSENT_BYTES_MAX / 2) && !shut) {
      nanosLeft = grown.awaitNanos(nanosLeft);
      if (nanosLeft <= 0) {
        throw new IOException("the peer took nothing for " + STALL_MAX.toHours() + " hours");
      }
    }
    wantedRoom = Long.MAX_VALUE;
  }

  @Override
  public void end() throws IOException {
    writing.lock();
    try {
      if (!ended) {
        send();
        ended = true;
        ender.sendEof();
      }
    } finally {
      writing.unlock();
    }
  }

  /// Ends the stream if that needs no waiting: neither for another writer nor for the peer.
  boolean tryEnd() throws IOException {
    if (!writing.tryLock()) {
      return false;
    }
    try {
      var ready = packetBytes == 0 || roomNow(packetBytes);
      if (ready) {
        end();
      }
      return ready;
    } finally {
      writing.unlock();
    }
  }

  private boolean roomNow(int length) {
    lock.lock();
    try {
      return hasRoom(length);
    } finally {
      lock.unlock();
    }
  }

  private Buffer room(int packetBytesMax) {
    var current = packet;
    if (current == null) {
      var session = channel.getSession();
      var used = spare.poll();
      current =
          used == null
              ? session.createBuffer(
                  SshConstants.SSH_MSG_CHANNEL_DATA, packetBytesMax + HEADER_BYTES)
              : session.prepareBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, used);
      current.putUInt(channel.getRecipient());
      current.putUInt(0);
      packet = current;
    }
    return current;
  }
}
