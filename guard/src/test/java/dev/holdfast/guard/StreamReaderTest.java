package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Items that are too large to pass by unseen: what is kept of them is memory of the session.
class StreamReaderTest {
  private static final int PIECE_BYTES = 100_000;
  private static final int ATTRIBUTE_BYTES = 3_000_000;

  private final Key key = TestKeys.of(KeyType.AUTHENTICATED);
  private final byte[] large =
      MessagePackWriter.toBytes(
          HostileTarget.fields("a")
              .put("chunks", Value.Seq.of())
              .put("xattrs", attributes())
              .build());

  private static Value attributes() {
    Raw value = Raw.of(new byte[ATTRIBUTE_BYTES]);
    return Value.Map.builder().put("user.a", value).put("user.b", value).build();
  }

  private static final class Nothing implements ItemConsumer {
    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) {}

    @Override
    public void item(Item item) {}
  }

  private StreamReader reader(MemoryBudget memory) {
    return new StreamReader(
        new OwnObjects(key, memory.share(new Random(1))),
        new ItemStream(ItemLimits.generous(), new Nothing()));
  }

  private void feed(StreamReader reader) throws RefusedException {
    for (int from = 0; from < large.length; from += PIECE_BYTES) {
      byte[] piece = Arrays.copyOfRange(large, from, Math.min(large.length, from + PIECE_BYTES));
      reader.accept(key.idOf(piece), Optional.of(key.seal(piece, Compression.NONE, 0)));
    }
  }

  @Test
  void what_is_kept_of_a_large_item_counts_until_it_has_ended() throws Exception {
    MemoryBudget memory = new MemoryBudget(0, 0, 1 << 24);
    StreamReader reader = reader(memory);
    byte[] most = Arrays.copyOf(large, large.length - 1_000);
    reader.accept(key.idOf(most), Optional.of(key.seal(most, Compression.NONE, 0)));
    assertThat((1 << 24) - memory.left()).isGreaterThanOrEqualTo(2 * ATTRIBUTE_BYTES - 1_000);
    byte[] rest = Arrays.copyOfRange(large, most.length, large.length);
    reader.accept(key.idOf(rest), Optional.of(key.seal(rest, Compression.NONE, 0)));
    reader.stream().end();
    assertThat(memory.left()).isEqualTo(1 << 24);
  }

  @Test
  void a_session_without_memory_for_it_ends() {
    StreamReader reader = reader(new MemoryBudget(0, 0, 6_000_000));
    assertThatThrownBy(() -> feed(reader)).isInstanceOf(MemoryBudget.SpentException.class);
  }

  @Test
  void what_an_unreadable_stream_has_begun_is_given_back() throws Exception {
    MemoryBudget memory = new MemoryBudget(0, 0, 1 << 24);
    try (StreamReader reader = reader(memory)) {
      byte[] begun = Arrays.copyOf(large, ATTRIBUTE_BYTES);
      reader.accept(key.idOf(begun), Optional.of(key.seal(begun, Compression.NONE, 0)));
      assertThatThrownBy(() -> reader.accept(key.idOf(begun), Optional.empty()))
          .isInstanceOf(RefusedException.class);
      assertThat(memory.left()).isLessThan(1 << 24);
    }
    assertThat(memory.left()).isEqualTo(1 << 24);
  }
}
