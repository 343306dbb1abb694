package dev.holdfast.remote.ssh;

import java.io.IOException;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.core.CoreModuleProperties;

/// The receiving side of one channel: gives window back only for chunks that were taken, widens the
/// window once the channel shows that it carries much, and narrows it again while the reader lags
/// behind: bytes that pile up in memory make nothing faster.
final class Intake {
  private static final long WIDEN_AFTER_BYTES = 1L << 20;
  private static final long BACKLOG_BYTES_MAX = 1L << 20;

  /// Tells the peer that it may send more.
  interface Adjustment {
    void send(long bytes) throws IOException;
  }

  private final AbstractChannel channel;
  private final Link link;
  private final Adjustment adjustment;
  private long takenBytes;
  private long grantedBytes;
  private long withheldBytes;
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

  private synchronized void taken(int bytes, long backlogBytes) throws IOException {
    if (closed) {
      return;
    }
    var release = bytes + withheld(bytes, backlogBytes);
    if (release > 0) {
      channel.getLocalWindow().release(release);
    }
    takenBytes += bytes;
    if (!widened && takenBytes >= WIDEN_AFTER_BYTES) {
      widened = true;
      widen();
    }
  }

  /// What to release more, or less if negative, than was taken.
  private long withheld(int bytes, long backlogBytes) {
    long change = 0;
    // A far host's bytes arrive in bursts as large as the window.
    if (backlogBytes > BACKLOG_BYTES_MAX + grantedBytes / 2) {
      change = -Math.min(bytes, grantedBytes - withheldBytes);
    } else if (backlogBytes == 0) {
      change = Math.min(bytes, withheldBytes);
    }
    withheldBytes -= change;
    return change;
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
