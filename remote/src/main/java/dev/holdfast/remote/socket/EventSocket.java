package dev.holdfast.remote.socket;

import dev.holdfast.remote.machine.Surroundings;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritePendingException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A client socket with a thread of its own, which reads, and which writes what could not be
/// written at once. Whoever has bytes tries to write them himself first: the JDK's asynchronous
/// sockets tell the end of each write on another thread, and waking that costs more than the write.
///
/// Only the ways to read and write that MINA uses are there. The thread is one of the operating
/// system, as it waits for the socket alone; it ends when the socket is closed.
final class EventSocket extends AsynchronousSocketChannel {
  // Who hears the end of a write starts the next one from there.
  private static final int NESTED_WRITES_MAX = 8;
  private static final long DEADLINE_CHECK_MILLIS = 1_000;

  private final Surroundings surroundings;
  private final SocketChannel channel;
  private final Selector selector;
  private final AtomicReference<@Nullable Pending<?>> reading = new AtomicReference<>();
  private final AtomicReference<@Nullable Pending<?>> writing = new AtomicReference<>();
  private final AtomicInteger nestedWrites = new AtomicInteger();
  private volatile @Nullable Thread loop;

  private EventSocket(Surroundings surroundings, SocketChannel channel, Selector selector) {
    super(AsynchronousChannelProvider.provider());
    this.surroundings = surroundings;
    this.channel = channel;
    this.selector = selector;
  }

  static EventSocket open(Surroundings surroundings) throws IOException {
    var channel = SocketChannel.open();
    try {
      return new EventSocket(surroundings, channel, Selector.open());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// The socket is closed if the future is cancelled.
  @Override
  public Future<Void> connect(SocketAddress remote) {
    var connected = new CompletableFuture<Void>();
    var _ =
        connected.whenComplete((_, _) -> {
          if (connected.isCancelled()) {
            close();
          }
        });
    Thread.ofPlatform().daemon().name("socket " + remote).start(() -> live(remote, connected));
    return connected;
  }

  private void live(SocketAddress remote, CompletableFuture<Void> connected) {
    loop = Thread.currentThread();
    try (selector) {
      channel.connect(remote);
      channel.configureBlocking(false);
      var key = channel.register(selector, 0);
      connected.complete(null);
      while (channel.isOpen()) {
        turn(key);
      }
    } catch (IOException | RuntimeException e) {
      connected.completeExceptionally(e);
    } finally {
      close();
      fail(reading, new AsynchronousCloseException());
      fail(writing, new AsynchronousCloseException());
    }
  }

  private void turn(SelectionKey key) throws IOException {
    var readable = reading.get() == null ? 0 : SelectionKey.OP_READ;
    var writable = writing.get() == null ? 0 : SelectionKey.OP_WRITE;
    key.interestOps(readable | writable);
    selector.select(writable == 0 ? 0 : DEADLINE_CHECK_MILLIS);
    selector.selectedKeys().clear();
    if (key.isValid() && key.isReadable()) {
      read();
    }
    if (writable != 0) {
      write();
    }
  }

  private void read() {
    var pending = reading.getAndSet(null);
    if (pending == null) {
      return;
    }
    int count;
    try {
      count = channel.read(pending.bytes);
    } catch (IOException e) {
      pending.fail(e);
      return;
    }
    if (count == 0) {
      reading.set(pending);
    } else {
      pending.succeed(count);
    }
  }

  private void write() {
    var pending = writing.getAndSet(null);
    if (pending == null) {
      return;
    }
    try {
      channel.write(pending.bytes);
    } catch (IOException e) {
      pending.fail(e);
      return;
    }
    if (!pending.bytes.hasRemaining()) {
      pending.succeed(pending.written());
    } else if (pending.isLate(surroundings.nanoTime())) {
      pending.fail(new InterruptedByTimeoutException());
    } else {
      writing.set(pending);
    }
  }

  @Override
  public <A> void read(
      ByteBuffer bytes,
      long timeout,
      TimeUnit unit,
      @Nullable A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    if (timeout > 0) {
      throw new UnsupportedOperationException("reading waits for ever here");
    }
    if (!reading.compareAndSet(null, new Pending<>(bytes, Long.MAX_VALUE, attachment, handler))) {
      throw new ReadPendingException();
    }
    wake();
    failIfClosed(reading);
  }

  @Override
  public <A> void write(
      ByteBuffer bytes,
      long timeout,
      TimeUnit unit,
      @Nullable A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    var pending = new Pending<>(bytes, deadline(timeout, unit), attachment, handler);
    try {
      channel.write(bytes);
    } catch (IOException e) {
      pending.fail(e);
      return;
    }
    if (bytes.hasRemaining() || nestedWrites.get() >= NESTED_WRITES_MAX) {
      if (!writing.compareAndSet(null, pending)) {
        throw new WritePendingException();
      }
      wake();
      failIfClosed(writing);
      return;
    }
    nestedWrites.incrementAndGet();
    try {
      pending.succeed(pending.written());
    } finally {
      nestedWrites.decrementAndGet();
    }
  }

  // The loop looks for work anyway after what it does itself.
  private void wake() {
    if (!Thread.currentThread().equals(loop)) {
      selector.wakeup();
    }
  }

  private long deadline(long timeout, TimeUnit unit) {
    return timeout <= 0 ? Long.MAX_VALUE : surroundings.nanoTime() + unit.toNanos(timeout);
  }

  private void failIfClosed(AtomicReference<@Nullable Pending<?>> waiting) {
    if (!channel.isOpen()) {
      fail(waiting, new AsynchronousCloseException());
    }
  }

  private static void fail(AtomicReference<@Nullable Pending<?>> waiting, IOException reason) {
    var pending = waiting.getAndSet(null);
    if (pending != null) {
      pending.fail(reason);
    }
  }

  /// One read or write that waits for the socket.
  private static final class Pending<A> {
    private final ByteBuffer bytes;
    private final int start;
    private final long deadline;
    private final @Nullable A attachment;
    private final CompletionHandler<Integer, ? super A> handler;

    Pending(
        ByteBuffer bytes,
        long deadline,
        @Nullable A attachment,
        CompletionHandler<Integer, ? super A> handler) {
      this.bytes = bytes;
      this.start = bytes.position();
      this.deadline = deadline;
      this.attachment = attachment;
      this.handler = handler;
    }

    int written() {
      return bytes.position() - start;
    }

    boolean isLate(long now) {
      return deadline != Long.MAX_VALUE && now - deadline >= 0;
    }

    @SuppressWarnings("NullAway") // The JDK lets an attachment be null.
    void succeed(int count) {
      handler.completed(count, attachment);
    }

    @SuppressWarnings("NullAway") // The JDK lets an attachment be null.
    void fail(IOException reason) {
      handler.failed(reason, attachment);
    }
  }

  // The plain rest.

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is left to be done with it.
    }
    selector.wakeup();
  }

  @Override
  public AsynchronousSocketChannel bind(@Nullable SocketAddress local) throws IOException {
    channel.bind(local);
    return this;
  }

  @Override
  public <T> AsynchronousSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    channel.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return channel.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public AsynchronousSocketChannel shutdownInput() throws IOException {
    channel.shutdownInput();
    return this;
  }

  @Override
  public AsynchronousSocketChannel shutdownOutput() throws IOException {
    channel.shutdownOutput();
    return this;
  }

  @Override
  public @Nullable SocketAddress getRemoteAddress() throws IOException {
    return channel.getRemoteAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalAddress() throws IOException {
    return channel.getLocalAddress();
  }

  // What MINA does not use.

  @Override
  public <A> void connect(
      SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Integer> read(ByteBuffer bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <A> void read(
      ByteBuffer[] bytes,
      int offset,
      int length,
      long timeout,
      TimeUnit unit,
      A attachment,
      CompletionHandler<Long, ? super A> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Integer> write(ByteBuffer bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <A> void write(
      ByteBuffer[] bytes,
      int offset,
      int length,
      long timeout,
      TimeUnit unit,
      A attachment,
      CompletionHandler<Long, ? super A> handler) {
    throw new UnsupportedOperationException();
  }
}
