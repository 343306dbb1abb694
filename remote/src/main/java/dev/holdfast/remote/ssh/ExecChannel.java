package dev.holdfast.remote.ssh;

import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/// A session channel that runs one command line, with chunks instead of piped streams.
final class ExecChannel extends AbstractClientChannel {
  private final byte[] line;
  private final Intake intake;
  private final Inbox output;
  private final Inbox errors;
  private final ChannelSink input;
  private final AtomicBoolean refused = new AtomicBoolean();
  private final AtomicBoolean smallPackets = new AtomicBoolean();
  private final AtomicBoolean closedHere = new AtomicBoolean();

  ExecChannel(String line, Link link) {
    super("session");
    this.line = line.getBytes(StandardCharsets.UTF_8);
    this.intake = new Intake(this, link, this::sendWindowAdjust);
    this.output = intake.inbox();
    this.errors = intake.inbox();
    this.input = new ChannelSink(this, this::sendEof);
    CoreModuleProperties.WINDOW_SIZE.set(this, Link.WINDOW_BYTES_MIN);
  }

  ChannelSink input() {
    return input;
  }

  ByteSource output() {
    return output;
  }

  ByteSource errors() {
    return errors;
  }

  /// Whether the server answered that it will not run the command.
  boolean isRefused() {
    return refused.get();
  }

  /// Whether the server takes only packets that are too small to be of use.
  boolean hasSmallPackets() {
    return smallPackets.get();
  }

  /// Asks the server to send a signal; servers may ignore it, and OpenSSH does for root's logins.
  void signal(String name) throws IOException {
    var buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
    buffer.putUInt(getRecipient());
    buffer.putString("signal");
    buffer.putBoolean(false);
    buffer.putString(name);
    writePacket(buffer);
  }

  /// Closes in order, which makes the server let go of the command.
  void closeHere() {
    closedHere.set(true);
    output.close();
    errors.close();
    close(false);
  }

  /// Forgets a channel that could not be opened. Closing it in order would wait for the server's
  /// answer.
  void abandon() {
    closedHere.set(true);
    close(true);
  }

  @Override
  protected void doOpen() throws IOException {
    if (!input.isUsable()) {
      smallPackets.set(true);
      throw new IOException("the server takes small packets only");
    }
    var buffer =
        getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, line.length + Integer.SIZE);
    buffer.putUInt(getRecipient());
    buffer.putString("exec");
    buffer.putBoolean(true);
    buffer.putBytes(line);
    writePacket(buffer);
  }

  @Override
  public void handleFailure() {
    refused.set(true);
    close(false);
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) {
    output.add(data, offset, (int) length);
    BoundedSession.arrived(getSession(), output);
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) {
    errors.add(data, offset, (int) length);
    BoundedSession.arrived(getSession(), errors);
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    output.end();
    errors.end();
  }

  /// Like MINA's own, without telling listeners that nobody has registered.
  @Override
  public void handleWindowAdjust(Buffer buffer) {
    getRemoteWindow().expand(buffer.getUInt());
    input.windowGrew();
  }

  @Override
  protected void preClose() {
    input.shut();
    // A server that knows the end of the command may close without a word about the streams.
    var ended = exitStatusHolder.get() != null || exitSignalHolder.get() != null;
    for (var inbox : new Inbox[] {output, errors}) {
      if (closedHere.get()) {
        inbox.close();
      } else if (ended) {
        inbox.end();
      } else {
        inbox.lose("the connection was lost while a command was running");
      }
    }
    intake.close();
    super.preClose();
  }
}
