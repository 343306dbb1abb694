package dev.holdfast.borg.archive;

import static dev.holdfast.borg.Refused.refused;
import static dev.holdfast.borg.archive.ItemBytes.file;
import static dev.holdfast.borg.archive.ItemBytes.item;
import static dev.holdfast.borg.archive.ItemBytes.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.Damage;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams that want to crash, hang or fill the reader.
final class HostileItemsTest {
  private static final int CHUNKS = 1_000_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void damage_never_does_more_than_be_refused(long seed) {
    byte[] good =
        ItemBytes.stream(
            item("d", ItemBytes.DIRECTORY),
            file("d/f").chunks(5, 70_000).with("xattrs", attributes()),
            item("d/l", ItemBytes.SYMLINK).with("source", Raw.of("d")),
            file("d/g").with("source", Raw.of("d/f")).with("part", number(3)));
    Damage damage = new Damage(seed);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = round % 4 == 0 ? damage.noise(200) : damage.inflict(good);
      try {
        ItemLog log = readInPieces(bad, damage);
        read++;
        log.items.forEach(HostileItemsTest::assertStaysBelow);
      } catch (RefusedException e) {
        refused++;
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private static Value attributes() {
    return Value.Map.builder().put("user.a", Raw.of("b")).put("user.c", new Value.Nil()).build();
  }

  private static ItemLog readInPieces(byte[] stream, Damage damage) throws RefusedException {
    ItemLog log = new ItemLog();
    ItemStream items = new ItemStream(new ItemLimits(10, 10_000, 1 << 20, 100), log);
    int at = 0;
    while (at < stream.length) {
      int length = Math.min(1 + damage.below(64), stream.length - at);
      items.feed(ByteBuffer.wrap(stream, at, length));
      at += length;
    }
    items.end();
    return log;
  }

  private static void assertStaysBelow(Item item) {
    String path = new String(item.path().toByteArray(), StandardCharsets.ISO_8859_1);
    assertThat("/" + path + "/").doesNotContain("/../").doesNotContain("//").doesNotContain("\0");
  }

  /// Headers that claim what never comes: nothing is allocated for them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "df7fffffff",
        "dfffffffff",
        "81a47061746800",
        "81a470617468db7fffffff",
        "81a470617468dbffffffff",
        "81a4706174 68db01000001",
        "81a66368756e6b73dd7fffffff93db7fffffff",
        "81db00ffffff",
        "81a7757365725f6964c403616263",
        "81a4706174 68c7",
        "81a56d74696d65cb0000000000000000",
        "c1",
        "81a56d74696d65cfffffffffffffffff"
      })
  void claims_alone_take_nothing(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (int round = 0; round < 100; round++) {
      refused(Refusal.MALFORMED, () -> ItemLog.read(bytes));
    }
  }

  @Test
  void a_claim_of_too_many_attributes_is_not_waited_for() {
    byte[] claim = HexFormat.of().parseHex("81a6786174747273df7fffffff");
    refused(Refusal.TOO_LARGE, () -> ItemLog.read(claim));
  }

  @Test
  void a_file_of_a_million_chunks_is_not_held() throws RefusedException {
    long[] told = new long[2];
    ItemStream stream =
        new ItemStream(
            ItemLimits.generous(),
            new ItemConsumer() {
              @Override
              public void chunk(ObjectId id, int plainBytes, long storedBytes) {
                told[0]++;
              }

              @Override
              public void item(Item item) {
                told[1] += item.chunks();
              }
            });
    byte[] item = file("a").with("chunks", Value.Seq.of()).bytes();
    // The field comes first, as Borg sorts them: its empty list is replaced by a long one.
    int list = 1 + "?chunks".length();
    stream.feed(ByteBuffer.wrap(item, 0, list));
    stream.feed(ByteBuffer.allocate(5).put((byte) 0xdd).putInt(CHUNKS).flip());
    byte[] chunk =
        HexFormat.of().parseHex("93da0020" + "ab".repeat(32) + "ce00010000" + "ce00010003");
    for (int i = 0; i < CHUNKS; i++) {
      stream.feed(ByteBuffer.wrap(chunk));
    }
    stream.feed(ByteBuffer.wrap(item, list + 1, item.length - list - 1));
    stream.end();
    assertThat(told).containsExactly(CHUNKS, CHUNKS);
    assertThat(stream.plainBytes()).isEqualTo((long) CHUNKS << 16);
  }

  @Test
  void attributes_of_one_hash_do_not_slow_it_down() throws RefusedException {
    Value.MapBuilder many = Value.Map.builder();
    for (int i = 0; i < ItemLimits.ATTRIBUTES_MAX; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      many.put(name.toString(), Raw.of("v"));
    }
    byte[] item = file("a").with("xattrs", many.build()).bytes();
    for (int round = 0; round < 20; round++) {
      assertThat(ItemLog.read(item).items).hasSize(1);
    }
  }
}
