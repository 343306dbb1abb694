package dev.holdfast.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/// A TCP proxy on 127.0.0.1 that holds every byte back for a fixed time in each direction, without
/// a limit on the rate: a long line, not a narrow one.
public final class DelayProxy implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 << 10;
  private static final int CHUNKS_IN_FLIGHT_MAX = 8192;

  private final ServerSocketChannel listener;
  private final int targetPort;
  private final long delayNanos;

  private record Held(long dueNanos, ByteBuffer bytes) {}

  private DelayProxy(ServerSocketChannel listener, int targetPort, Duration oneWay) {
    this.listener = listener;
    this.targetPort = targetPort;
    this.delayNanos = oneWay.toNanos();
  }

  /// Starts a proxy in front of a port of 127.0.0.1.
  ///
  /// @param oneWay the delay in each direction; half of the round-trip time it causes
  public static DelayProxy before(int targetPort, Duration oneWay) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var proxy = new DelayProxy(listener, targetPort, oneWay);
    Thread.ofPlatform().daemon().name("delay-accept").start(proxy::accept);
    return proxy;
  }

  /// Runs one as a process of its own: `DelayProxy PORT MILLIS` prints its own port and stays until
  /// its standard input ends.
  public static void main(String[] words) throws IOException {
    var target = Integer.parseInt(words[0]);
    var oneWay = Duration.ofMillis(Long.parseLong(words[1]));
    try (var proxy = before(target, oneWay)) {
      System.out.println(proxy.port());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /// Where it listens.
  public int port() {
    return listener.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        var near = listener.accept();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        var far = SocketChannel.open(address);
        near.setOption(StandardSocketOptions.TCP_NODELAY, true);
        far.setOption(StandardSocketOptions.TCP_NODELAY, true);
        carry(near, far);
        carry(far, near);
      } catch (IOException e) {
        // The next connection may work; a closed listener ends the loop.
      }
    }
  }

  private void carry(SocketChannel from, SocketChannel to) {
    var queue = new LinkedBlockingQueue<Held>();
    var room = new Semaphore(CHUNKS_IN_FLIGHT_MAX);
    Thread.ofPlatform().daemon().name("delay-read").start(() -> read(from, queue, room));
    Thread.ofPlatform().daemon().name("delay-write").start(() -> write(from, to, queue, room));
  }

  private void read(SocketChannel from, LinkedBlockingQueue<Held> queue, Semaphore room) {
    var buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    try {
      while (true) {
        buffer.clear();
        room.acquire();
        var got = from.read(buffer);
        var bytes = ByteBuffer.allocate(buffer.flip().remaining()).put(buffer).flip();
        queue.put(new Held(System.nanoTime() + delayNanos, bytes));
        if (got < 0) {
          return;
        }
      }
    } catch (IOException e) {
      queue.add(new Held(System.nanoTime(), ByteBuffer.allocate(0)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(
      SocketChannel from, SocketChannel to, LinkedBlockingQueue<Held> queue, Semaphore room) {
    try {
      while (true) {
        var held = queue.take();
        for (long wait; (wait = held.dueNanos() - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(wait);
        }
        if (!held.bytes().hasRemaining()) {
          to.shutdownOutput();
          return;
        }
        while (held.bytes().hasRemaining()) {
          to.write(held.bytes());
        }
        room.release();
      }
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Both ends are being given up; there is nobody to tell.
    }
  }
}
