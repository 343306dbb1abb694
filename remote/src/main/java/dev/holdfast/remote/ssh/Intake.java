package dev.holdfast.remote.ssh;

import java.io.IOException;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.core.CoreModuleProperties;

/// The receiving side of one channel: gives window back only for chunks that were taken, and widens
/// the window once the channel shows that it carries much.
final class Intake {
  private static final long WIDEN_AFTER_BYTES = 1L << 20;

  /// Tells the peer that it may send more.
  interface Adjustment {
    void send(long bytes) throws IOException;
  }

  private final AbstractChannel channel;
  private final Link link;
  private final Adjustment adjustment;
  private long takenBytes;
  private long grantedBytes;
  private boolean widened;
  private boolean closed;

  Intake(AbstractChannel channel, Link link, Adjustment adjustment) {
    this.channel = channel;
    this.link = link;
    this.adjustment = adjustment;
  }

  Inbox inbox() {
    return new Inbox(this::taken);
  }

  /// Gives the memory back. May be called more than once.
  synchronized void close() {
    closed = true;
    link.budget().giveBack(grantedBytes);
    grantedBytes = 0;
  }

  private synchronized void taken(int bytes) throws IOException {
    if (closed) {
      return;
    }
    channel.getLocalWindow().release(bytes);
    takenBytes += bytes;
    if (!widened && takenBytes >= WIDEN_AFTER_BYTES) {
      widened = true;
      widen();
    }
  }

  // Bytes that arrive between the two reads make our figure larger than the peer's, never smaller.
  private void widen() throws IOException {
    grantedBytes = link.budget().take(link.windowBytes() - Link.WINDOW_BYTES_MIN);
    if (grantedBytes == 0) {
      return;
    }
    var size = Link.WINDOW_BYTES_MIN + grantedBytes;
    var before = channel.getLocalWindow().getSize();
    CoreModuleProperties.WINDOW_SIZE.set(channel, size);
    channel.getLocalWindow().init(channel);
    adjustment.send(size - before);
  }
}
