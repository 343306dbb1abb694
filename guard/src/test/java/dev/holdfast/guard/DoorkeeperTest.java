package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.guard.Doorkeeper.Admission;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoorkeeperTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final byte[] NEGOTIATE = ScriptedPeer.bytes(new Request.Negotiate(1, Talk.CLIENT));

  private final MemoryDuplex.Pair door = MemoryDuplex.pair(4_096);

  private void says(byte[] bytes) throws IOException {
    door.left().sink().write(ByteBuffer.wrap(bytes));
  }

  private Admission examine(Duration patience) {
    return Doorkeeper.examine(door.right(), patience);
  }

  private void assertClosed() {
    assertThatThrownBy(() -> says(new byte[] {1})).isInstanceOf(IOException.class);
  }

  @Test
  void a_borg_client_is_admitted_with_everything_it_said() throws IOException {
    byte[] more = "and more".getBytes(StandardCharsets.UTF_8);
    for (byte b : NEGOTIATE) {
      says(new byte[] {b});
    }
    Duplex client = ((Admission.Admitted) examine(LONG)).client();
    says(more);
    door.left().sink().end();
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    for (var chunk = client.source().next(); chunk != null; chunk = client.source().next()) {
      byte[] copy = new byte[chunk.remaining()];
      chunk.get(copy);
      heard.writeBytes(copy);
    }
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(NEGOTIATE);
    expected.writeBytes(more);
    assertThat(heard.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void silence_is_shown_out_when_patience_ends() {
    assertThat(examine(Duration.ofMillis(50))).isEqualTo(new Admission.Silent());
    assertClosed();
  }

  @Test
  void half_a_message_is_silence() throws IOException {
    says(Arrays.copyOf(NEGOTIATE, 20));
    assertThat(examine(Duration.ofMillis(50))).isEqualTo(new Admission.Silent());
    assertClosed();
  }

  @Test
  void other_protocols_are_not_borg() throws IOException {
    says("SSH-2.0-scanner\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(examine(LONG)).isInstanceOf(Admission.NotBorg.class);
    assertClosed();
  }

  @Test
  void a_call_before_the_negotiation_is_not_borg() throws IOException {
    says(ScriptedPeer.bytes(new Request.Call(1, "destroy", Talk.args())));
    assertThat(examine(LONG)).isEqualTo(new Admission.NotBorg("its first message is 'destroy'"));
  }

  @Test
  void a_flood_without_a_message_is_not_borg() throws IOException {
    byte[] flood = new byte[2_000];
    flood[0] = (byte) 0xda;
    flood[1] = 0x7f;
    says(flood);
    assertThat(examine(LONG)).isInstanceOf(Admission.NotBorg.class);
  }

  @Test
  void a_visitor_who_leaves_is_gone() throws IOException {
    says(Arrays.copyOf(NEGOTIATE, 10));
    door.left().sink().end();
    assertThat(examine(LONG)).isInstanceOf(Admission.Gone.class);
  }

  @Test
  void a_broken_connection_is_gone() {
    door.left().breakDown();
    assertThat(examine(LONG)).isEqualTo(new Admission.Gone("the connection is gone"));
  }
}
