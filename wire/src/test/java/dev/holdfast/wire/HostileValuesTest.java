package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Few bytes that want to become much memory.
class HostileValuesTest {
  private static final int MIB = 1 << 20;
  private static final int ENTRIES = 400_000;
  private static final WireLimits LIMITS =
      new WireLimits(8, ENTRIES, 4096, 64 * MIB, 160 * MIB, false);

  /// A list of 30 lists of 400 000 times the same.
  private static byte[] repeated(byte[] what) {
    int lists = 30;
    ByteBuffer bytes = ByteBuffer.allocate(3 + lists * (5 + ENTRIES * what.length));
    bytes.put((byte) 0xdc).putShort((short) lists);
    for (int list = 0; list < lists; list++) {
      bytes.put((byte) 0xdd).putInt(ENTRIES);
      for (int i = 0; i < ENTRIES; i++) {
        bytes.put(what);
      }
    }
    return bytes.array();
  }

  private static Value parsed(byte[] bytes, WireLimits limits) throws WireException {
    return MessagePackReader.read(List.of(ByteBuffer.wrap(bytes)), limits);
  }

  private static void assertTooMuch(byte[] bytes, WireLimits limits) {
    assertThatThrownBy(() -> parsed(bytes, limits))
        .asInstanceOf(InstanceOfAssertFactories.type(WireException.class))
        .extracting(WireException::reason)
        .isEqualTo(Reason.TOO_MUCH_MEMORY);
  }

  @ParameterizedTest
  @CsvSource({
    "80, empty maps",
    "90, empty lists",
    "c0, nothing",
    "9190, lists of one empty list",
    "9191919190, lists of one inside each other",
    "a161, tiny strings",
    "cd0100, numbers",
    "81a16180, maps of one"
  })
  void a_shape_that_swells_is_refused(String hex, String shape) {
    assertTooMuch(repeated(HexFormat.of().parseHex(hex)), LIMITS);
  }

  @Test
  void many_large_integers_are_refused() {
    byte[] integer = HexFormat.of().parseHex("d37fffffffffffffff");
    WireLimits wide = new WireLimits(8, ENTRIES, 4096, 128L * MIB, 160 * MIB, false);
    assertTooMuch(repeated(integer), wide);
  }

  @Test
  void a_container_pays_for_what_it_claims_before_it_comes() {
    WireLimits narrow = new WireLimits(8, ENTRIES, 4096, 64 * MIB, MIB, false);
    assertTooMuch(HexFormat.of().parseHex("dd00061a80"), narrow);
    assertTooMuch(HexFormat.of().parseHex("df00061a80"), narrow);
  }

  @Test
  void the_estimate_starts_anew_with_each_value() throws WireException {
    ValueParser parser = new ValueParser(new WireLimits(2, 10, 100, 1000, 170, false));
    byte[] three = HexFormat.of().parseHex("93cd0101cd0102cd0103");
    for (int i = 0; i < 50; i++) {
      parser.feed(ByteBuffer.wrap(three));
      assertThat(parser.next()).isPresent();
      assertThat(parser.next()).isEmpty();
    }
    parser.feed(ByteBuffer.wrap(HexFormat.of().parseHex("92cd0101" + "92cd0102cd0103")));
    assertThatThrownBy(parser::next).isInstanceOf(WireException.class);
  }

  @Test
  void what_is_small_and_alike_is_one_object() throws WireException {
    Value.Seq all =
        (Value.Seq) parsed(HexFormat.of().parseHex("9ec0c0c2c2c3c390908080a0a00707"), LIMITS);
    for (int i = 0; i < all.items().size(); i += 2) {
      assertThat(all.items().get(i)).isSameAs(all.items().get(i + 1));
    }
    assertThat(all.items())
        .startsWith(new Value.Nil())
        .contains(new Value.Bool(false), new Value.Bool(true), Value.Seq.of(), Raw.of(""))
        .contains(Value.Map.builder().build())
        .endsWith(new Value.Int(7));
  }

  @Test
  void keys_that_come_again_are_one_object_and_cost_once() throws WireException {
    Value.Seq maps =
        (Value.Seq) parsed(HexFormat.of().parseHex("9281a2696401" + "81a2696402"), LIMITS);
    List<Raw> keys =
        maps.items().stream()
            .map(map -> ((Value.Map) map).entries().firstEntry().getKey())
            .toList();
    assertThat(keys.getFirst()).isEqualTo(Raw.of("id")).isSameAs(keys.getLast());
    byte[] many = new byte[3 + 5 * 1000];
    ByteBuffer bytes = ByteBuffer.wrap(many).put((byte) 0xdc).putShort((short) 1000);
    IntStream.range(0, 1000).forEach(i -> bytes.put(HexFormat.of().parseHex("81a2696401")));
    WireLimits narrow = new WireLimits(8, 1000, 100, 10_000, 90_000, false);
    assertThat(((Value.Seq) parsed(many, narrow)).items()).hasSize(1000);
  }

  @Test
  void maps_of_all_sizes_find_their_entries_in_order_and_cannot_be_changed() {
    for (int size = 0; size < 20; size++) {
      Value.MapBuilder builder = Value.Map.builder();
      IntStream.range(0, size).forEach(i -> builder.put("key " + i, i));
      Value.Map map = builder.build();
      assertThat(map.size()).isEqualTo(size);
      assertThat(map.entries().keySet())
          .containsExactly(
              IntStream.range(0, size).mapToObj(i -> Raw.of("key " + i)).toArray(Raw[]::new));
      for (int i = 0; i < size; i++) {
        assertThat(map.get("key " + i)).contains(new Value.Int(i));
        assertThat(map.entries()).containsKey(Raw.of("key " + i));
      }
      assertThat(map.get("key " + size)).isEmpty();
      assertThat(map).isEqualTo(new Value.Map(map.entries().reversed())).hasSameHashCodeAs(map);
      assertThatThrownBy(() -> map.entries().put(Raw.of("x"), new Value.Nil()))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
