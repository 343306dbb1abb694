package dev.holdfast.remote.ssh;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.WindowClosedException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Writes a channel's data packets. Bytes are copied once, into the packet that is encrypted in
/// place; small writes share a packet until [#flush].
final class ChannelSink implements ByteSink {
  // Liveness is the keep-alive's business: a host that syncs its disk may be silent for long.
  private static final Duration STALL_MAX = Duration.ofHours(12);
  private static final int HEADER_BYTES = 12;

  /// What only the channel itself can do.
  interface Ender {
    void sendEof() throws IOException;
  }

  private final AbstractChannel channel;
  private final Ender ender;
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
    try {
      channel.getRemoteWindow().waitAndConsume(length, STALL_MAX);
    } catch (WindowClosedException e) {
      throw new ConnectionLostException("the way to the peer was closed while bytes were sent");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting to send", e);
    }
    var end = full.wpos();
    full.wpos(end - length - Integer.BYTES);
    full.putUInt(length);
    full.wpos(end);
    if (channel.isClosing()) {
      throw new ConnectionLostException("the way to the peer was closed while bytes were sent");
    }
    channel.writePacket(full);
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
