package dev.holdfast.guard;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.RequestParser;
import dev.holdfast.wire.WireException;
import dev.holdfast.wire.WireLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Tells a borg client from a stray connection by its first message.
public final class Doorkeeper {
  /// A negotiation is some forty bytes long.
  private static final WireLimits FIRST_FRAME = new WireLimits(4, 8, 64, 512, 4096, false);

  private Doorkeeper() {}

  /// What stood at the door.
  public sealed interface Admission {
    /// A borg client. Its conversation still holds everything that it has said.
    record Admitted(Duplex client) implements Admission {}

    /// It said nothing, or not enough, in time; it was closed.
    record Silent() implements Admission {}

    /// It said something else; it was closed.
    record NotBorg(String detail) implements Admission {}

    /// It left, or the connection broke.
    record Gone(String why) implements Admission {}
  }

  /// Waits for the first message, at most that long. A virtual thread closes a candidate that takes
  /// too long; it ends when this method returns.
  public static Admission examine(Duplex candidate, Duration patience) {
    AtomicBoolean decided = new AtomicBoolean();
    CountDownLatch returned = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("doorkeeper")
        .start(() -> closeIfLate(candidate, patience, decided, returned));
    try {
      Admission admission = listen(candidate, decided);
      if (!(admission instanceof Admission.Admitted)) {
        candidate.close();
      }
      return admission;
    } finally {
      returned.countDown();
    }
  }

  private static void closeIfLate(
      Duplex candidate, Duration patience, AtomicBoolean decided, CountDownLatch returned) {
    try {
      boolean inTime = returned.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (!inTime && decided.compareAndSet(false, true)) {
        candidate.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Admission listen(Duplex candidate, AtomicBoolean decided) {
    RequestParser parser = new RequestParser(FIRST_FRAME);
    Queue<ByteBuffer> heard = new ArrayDeque<>();
    Admission admission;
    try {
      admission = firstFrame(candidate, parser, heard);
    } catch (IOException e) {
      admission = new Admission.Gone(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      admission = new Admission.NotBorg(String.valueOf(e.getMessage()));
    }
    boolean late = !decided.compareAndSet(false, true);
    return late ? new Admission.Silent() : admission;
  }

  private static Admission firstFrame(
      Duplex candidate, RequestParser parser, Queue<ByteBuffer> heard)
      throws IOException, WireException {
    while (true) {
      ByteBuffer chunk = candidate.source().next();
      if (chunk == null) {
        return new Admission.Gone("it ended before its first message");
      }
      heard.add(chunk);
      parser.feed(chunk.duplicate());
      Optional<Request> first = parser.next();
      if (first.isPresent()) {
        return switch (first.get()) {
          case Request.Negotiate(long id, _) when id == 1 ->
              new Admission.Admitted(new PutBack(candidate, heard));
          case Request.Negotiate(long id, _) ->
              new Admission.NotBorg("its first message has the number " + id);
          case Request.Call call ->
              new Admission.NotBorg("its first message is '" + call.method() + "'");
        };
      }
    }
  }

  /// A conversation whose first chunks were read already.
  private record PutBack(Duplex inner, Queue<ByteBuffer> heard) implements Duplex, ByteSource {
    @Override
    public ByteSource source() {
      return this;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
      ByteBuffer first = heard.poll();
      return first != null ? first : inner.source().next();
    }

    @Override
    public ByteSink sink() {
      return inner.sink();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
