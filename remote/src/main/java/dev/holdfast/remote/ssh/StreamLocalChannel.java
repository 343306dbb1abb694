package dev.holdfast.remote.ssh;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;

/// One connection to a socket that the SSH server listens on for us (OpenSSH's
/// `forwarded-streamlocal@openssh.com`, which MINA does not know).
final class StreamLocalChannel extends AbstractServerChannel implements Duplex {
  private final Doors doors;
  private final Intake intake;
  private final Inbox inbox;
  private final ChannelSink sink;
  private final AtomicBoolean closedHere = new AtomicBoolean();

  StreamLocalChannel(Doors doors) {
    super(null);
    this.doors = doors;
    this.intake = new Intake(this, doors.link(), this::sendWindowAdjust);
    this.inbox = intake.inbox();
    this.sink = new ChannelSink(this, this::sendEof);
    CoreModuleProperties.WINDOW_SIZE.set(this, Link.WINDOW_BYTES_MIN);
  }

  @Override
  protected OpenFuture doInit(Buffer buffer) {
    var path = buffer.getString();
    if (!doors.mayEnter(path) || !sink.isUsable()) {
      return refuse();
    }
    var opened = super.doInit(buffer);
    if (opened.isOpened()) {
      doors.enter(path, this);
    }
    return opened;
  }

  // MINA keeps a refused channel in its books until it is closed.
  private OpenFuture refuse() {
    var refused = new DefaultOpenFuture(this, this);
    refused.setException(
        new SshChannelOpenException(
            getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "closed"));
    close(true);
    if (doors.noteRefusal()) {
      getSession().close(true);
    }
    return refused;
  }

  @Override
  public ByteSource source() {
    return inbox;
  }

  @Override
  public ByteSink sink() {
    return sink;
  }

  @Override
  public void close() {
    closedHere.set(true);
    inbox.close();
    close(false);
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) {
    inbox.add(data, offset, (int) length);
    BoundedSession.arrived(getSession(), inbox);
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
    throw new IOException("a socket has no standard error");
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    inbox.end();
  }

  /// Like MINA's own, without telling listeners that nobody has registered.
  @Override
  public void handleWindowAdjust(Buffer buffer) {
    getRemoteWindow().expand(buffer.getUInt());
    sink.windowGrew();
  }

  @Override
  protected void preClose() {
    sink.shut();
    if (closedHere.get()) {
      inbox.close();
    } else {
      inbox.lose("the connection was lost in the middle of a conversation");
    }
    intake.close();
    super.preClose();
  }
}
