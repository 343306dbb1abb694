package dev.holdfast.guard;

import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The two sides of one session, for all its pumps: what fails is noted as the session's end.
final class Ends {
  private final FrameSink toClient;
  private final FrameSink toServer;
  private final Progress progress;

  Ends(FrameSink toClient, FrameSink toServer, Progress progress) {
    this.toClient = toClient;
    this.toServer = toServer;
    this.progress = progress;
  }

  /// The next chunk of a side, or nothing if it ended or is lost.
  @Nullable ByteBuffer next(ByteSource source, Side side) {
    try {
      return source.next();
    } catch (IOException e) {
      lost(side, e);
      return null;
    }
  }

  boolean send(Request request) {
    try {
      toServer.write(FrameWriter.encode(request));
      return true;
    } catch (IOException e) {
      lost(Side.SERVER, e);
      return false;
    }
  }

  /// Sends a request of the guard's own at once.
  void ask(Request request) throws IOException {
    toServer.write(FrameWriter.encode(request));
    toServer.flush();
  }

  boolean answer(Reply reply) {
    try {
      toClient.write(FrameWriter.encode(reply));
      toClient.flush();
      return true;
    } catch (IOException e) {
      lost(Side.CLIENT, e);
      return false;
    }
  }

  boolean deliver(Reply reply) {
    try {
      toClient.write(FrameWriter.encode(reply));
      return true;
    } catch (IOException e) {
      lost(Side.CLIENT, e);
      return false;
    }
  }

  boolean flush(Side side) {
    try {
      sink(side).flush();
      return true;
    } catch (IOException e) {
      lost(side, e);
      return false;
    }
  }

  void end(Side side) {
    progress.ending();
    try {
      sink(side).end();
    } catch (IOException e) {
      lost(side, e);
    }
  }

  private FrameSink sink(Side side) {
    return switch (side) {
      case CLIENT -> toClient;
      case SERVER -> toServer;
    };
  }

  /// True if something was refused before.
  boolean refused(Reason reason, String detail) {
    boolean again = isRefused();
    progress.end(new SessionEnd.Refused(reason, detail));
    return again;
  }

  /// Whether the client is told, in reply to what it asked, that nothing more passes.
  boolean isClientTold() {
    return isRefused()
        || progress.ended().filter(SessionEnd.MemorySpent.class::isInstance).isPresent();
  }

  private boolean isRefused() {
    return progress.ended().filter(SessionEnd.Refused.class::isInstance).isPresent();
  }

  void lost(Side side, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    lost(side, why);
  }

  void lost(Side side, String why) {
    progress.end(new SessionEnd.Lost(side, why));
  }

  void memorySpent() {
    progress.end(new SessionEnd.MemorySpent());
  }

  static String detail(WireException e) {
    return "bytes that are no message: " + e.getMessage();
  }
}
