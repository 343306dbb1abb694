package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InboxTest {
  private final Inbox inbox = new Inbox((count, waiting) -> {});

  @Test
  void small_packets_share_a_block_and_single_ones_take_no_more_than_they_are() throws IOException {
    inbox.add(new byte[] {7}, 0, 1);
    assertThat(Objects.requireNonNull(inbox.next()).capacity()).isEqualTo(1);
    for (int i = 0; i < 3 * Inbox.BLOCK_BYTES; i++) {
      inbox.add(new byte[] {0, (byte) i}, 1, 1);
    }
    inbox.end();
    var seen = 0;
    for (int block = 0; block < 3; block++) {
      var chunk = Objects.requireNonNull(inbox.next());
      assertThat(chunk.capacity()).isEqualTo(chunk.remaining()).isEqualTo(Inbox.BLOCK_BYTES);
      while (chunk.hasRemaining()) {
        assertThat(chunk.get()).isEqualTo((byte) seen++);
      }
    }
    assertThat(inbox.next()).isNull();
  }

  @Test
  void chunks_of_any_sizes_are_at_least_half_full_and_in_order() throws IOException {
    var random = new Random(1);
    var sent = new ByteArrayOutputStream();
    var got = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      var packet = new byte[random.nextInt(i % 50 == 0 ? 40_000 : 700)];
      random.nextBytes(packet);
      sent.write(packet);
      inbox.add(packet, 0, packet.length);
    }
    inbox.end();
    for (var chunk = inbox.next(); chunk != null; chunk = inbox.next()) {
      assertThat(2 * chunk.remaining()).isGreaterThanOrEqualTo(chunk.capacity());
      got.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
    }
    assertThat(got.toByteArray()).isEqualTo(sent.toByteArray());
  }

  @Test
  void nothing_is_kept_once_it_is_closed() {
    inbox.add(new byte[] {1}, 0, 1);
    inbox.close();
    inbox.add(new byte[] {2}, 0, 1);
    assertThatThrownBy(inbox::next).hasMessageContaining("closed on this side");
  }
}
