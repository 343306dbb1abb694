package dev.holdfast.remote.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.remote.machine.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.InterruptedByTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSocketIT {
  private static final long FOR_EVER = 0;
  private static final int MUCH = 64 << 20;

  private ServerSocket server;
  private EventSocket socket;
  private Socket peer;

  @BeforeEach
  void connect() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket = EventSocket.open(Surroundings.real());
    var connected = socket.connect(server.getLocalSocketAddress());
    peer = server.accept();
    connected.get(1, TimeUnit.MINUTES);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    server.close();
  }

  @Test
  void reads_what_the_peer_sends_until_it_ends() throws Exception {
    var first = read();
    peer.getOutputStream().write(new byte[] {1, 2, 3});
    assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(3);

    peer.shutdownOutput();
    assertThat(read().get(1, TimeUnit.MINUTES)).isEqualTo(-1);
  }

  @Test
  void writes_more_than_the_network_takes_at_once() throws Exception {
    var bytes = new byte[MUCH];
    new Random(1).nextBytes(bytes);
    var written = write(bytes, FOR_EVER);
    assertThat(written).isNotDone();

    assertThat(peer.getInputStream().readNBytes(MUCH)).isEqualTo(bytes);
    assertThat(written.get(1, TimeUnit.MINUTES)).isEqualTo(MUCH);
  }

  @Test
  void a_write_that_makes_no_progress_fails_at_its_deadline() {
    var written = write(new byte[MUCH], 100);

    assertThatThrownBy(() -> written.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(InterruptedByTimeoutException.class);
  }

  @Test
  void a_writer_may_start_the_next_write_when_it_hears_of_the_end_of_one() throws Exception {
    var count = 20_000;
    var all = new CompletableFuture<Integer>();
    socket.write(
        ByteBuffer.allocate(1), FOR_EVER, TimeUnit.MILLISECONDS, count - 1, new Chain(all));

    assertThat(peer.getInputStream().readNBytes(count)).hasSize(count);
    all.get(1, TimeUnit.MINUTES);
  }

  /// Starts the next write while it is told of the end of the one before.
  private final class Chain implements CompletionHandler<Integer, Integer> {
    private final CompletableFuture<Integer> all;

    Chain(CompletableFuture<Integer> all) {
      this.all = all;
    }

    @Override
    public void completed(Integer written, Integer left) {
      if (left == 0) {
        all.complete(written);
      } else {
        socket.write(ByteBuffer.allocate(1), FOR_EVER, TimeUnit.MILLISECONDS, left - 1, this);
      }
    }

    @Override
    public void failed(Throwable reason, Integer left) {
      all.completeExceptionally(reason);
    }
  }

  @Test
  void closing_ends_what_waits() {
    var reading = read();
    var writing = write(new byte[MUCH], FOR_EVER);
    socket.close();

    assertThatThrownBy(() -> reading.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(AsynchronousCloseException.class);
    assertThatThrownBy(() -> writing.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> read().get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void a_peer_that_vanishes_ends_what_waits() throws Exception {
    var reading = read();
    peer.setSoLinger(true, 0);
    peer.close();

    assertThatThrownBy(() -> reading.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void a_refused_connection_says_so_and_is_closed() throws Exception {
    var nobody = server.getLocalSocketAddress();
    server.close();
    try (var other = EventSocket.open(Surroundings.real())) {
      assertThatThrownBy(() -> other.connect(nobody).get(1, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("Connection refused");
      assertThat(other.isOpen()).isFalse();
    }
  }

  @Test
  void a_cancelled_connection_is_closed() throws Exception {
    try (var other = EventSocket.open(Surroundings.real())) {
      // TEST-NET-1 is routed nowhere.
      var connecting = other.connect(new InetSocketAddress("192.0.2.1", 9));
      connecting.cancel(true);
      assertThat(other.isOpen()).isFalse();
    }
  }

  private CompletableFuture<Integer> read() {
    var done = new CompletableFuture<Integer>();
    socket.read(ByteBuffer.allocate(1024), FOR_EVER, TimeUnit.MILLISECONDS, done, new Telling());
    return done;
  }

  private CompletableFuture<Integer> write(byte[] bytes, long millis) {
    var done = new CompletableFuture<Integer>();
    socket.write(ByteBuffer.wrap(bytes), millis, TimeUnit.MILLISECONDS, done, new Telling());
    return done;
  }

  private static final class Telling
      implements CompletionHandler<Integer, CompletableFuture<Integer>> {
    @Override
    public void completed(Integer count, CompletableFuture<Integer> done) {
      done.complete(count);
    }

    @Override
    public void failed(Throwable reason, CompletableFuture<Integer> done) {
      done.completeExceptionally(reason);
    }
  }
}
