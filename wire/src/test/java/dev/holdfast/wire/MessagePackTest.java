package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class MessagePackTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final WireLimits STRICT = new WireLimits(3, 4, 100, 200, 500, false);

  private static final WireLimits WIDE =
      new WireLimits(8, 100_000, 1 << 20, 1 << 24, 1 << 24, false);

  private static Value read(String hex) throws WireException {
    return MessagePackReader.read(HEX.parseHex(hex), WIDE);
  }

  private static String write(Value value) {
    return HEX.formatHex(MessagePackWriter.toBytes(value));
  }

  private static void assertRefused(String hex, Reason reason) {
    assertThatThrownBy(() -> MessagePackReader.read(HEX.parseHex(hex), STRICT))
        .asInstanceOf(InstanceOfAssertFactories.type(WireException.class))
        .extracting(WireException::reason)
        .isEqualTo(reason);
  }

  @Test
  void integers_take_the_smallest_form_and_come_back() throws WireException {
    long[] edges = {
      0,
      1,
      127,
      128,
      255,
      256,
      65_535,
      65_536,
      0xffff_ffffL,
      1L << 32,
      Long.MAX_VALUE,
      -1,
      -32,
      -33,
      -128,
      -129,
      -32_768,
      -32_769,
      Integer.MIN_VALUE,
      Integer.MIN_VALUE - 1L,
      Long.MIN_VALUE
    };
    int[] lengths = {1, 1, 1, 2, 2, 3, 3, 5, 5, 9, 9, 1, 1, 2, 2, 3, 3, 5, 5, 9, 9};
    for (int i = 0; i < edges.length; i++) {
      Value value = new Value.Int(edges[i]);
      String hex = write(value);
      assertThat(hex).as("%d", edges[i]).hasSize(2 * lengths[i]);
      assertThat(read(hex)).isEqualTo(value);
    }
  }

  @Test
  void byte_strings_use_fixraw_raw16_and_raw32_and_never_str8() throws WireException {
    int[] sizes = {0, 31, 32, 255, 256, 65_535, 65_536};
    String[] heads = {"a0", "bf", "da0020", "da00ff", "da0100", "daffff", "db00010000"};
    for (int i = 0; i < sizes.length; i++) {
      Raw raw = Raw.of(new byte[sizes[i]]);
      String hex = write(raw);
      assertThat(hex).startsWith(heads[i]).hasSize(heads[i].length() + 2 * sizes[i]);
      assertThat(read(hex)).isEqualTo(raw);
    }
  }

  @Test
  void str8_is_understood_although_never_written() throws WireException {
    assertThat(read("d903616263")).isEqualTo(Raw.of("abc"));
  }

  @Test
  void containers_keep_their_order() throws WireException {
    Value.Map map =
        Value.Map.builder().put("z", 1).put("a", true).put("m", new Value.Nil()).build();
    assertThat(write(map)).isEqualTo("83a17a01a161c3a16dc0");
    Value back = read("83a17a01a161c3a16dc0");
    assertThat(back).isEqualTo(map);
    assertThat(((Value.Map) back).entries().keySet())
        .containsExactly(Raw.of("z"), Raw.of("a"), Raw.of("m"));
  }

  @Test
  void long_containers_use_the_wider_heads() throws WireException {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < 70_000; i++) {
      items.add(new Value.Int(7));
    }
    assertThat(write(new Value.Seq(items.subList(0, 16)))).startsWith("dc0010");
    assertThat(write(new Value.Seq(items))).startsWith("dd00011170");
    assertThat(read(write(new Value.Seq(items)))).isEqualTo(new Value.Seq(items));
  }

  @Test
  void what_borg_never_says_is_refused_with_its_reason() {
    assertRefused("c403616263", Reason.BIN);
    assertRefused("c50001ff", Reason.BIN);
    assertRefused("c600000001ff", Reason.BIN);
    assertRefused("c7", Reason.EXTENSION);
    assertRefused("d400", Reason.EXTENSION);
    assertRefused("d8", Reason.EXTENSION);
    assertRefused("c1", Reason.RESERVED);
    assertRefused("cb3fb999999999999a", Reason.FLOAT);
    assertRefused("ca00000000", Reason.FLOAT);
    assertRefused("cf8000000000000000", Reason.INTEGER_TOO_LARGE);
    assertRefused("810102", Reason.KEY_NOT_RAW);
    assertRefused("82a16101a16102", Reason.DUPLICATE_KEY);
    assertRefused("82a16101d9016102", Reason.DUPLICATE_KEY);
    assertRefused("c0c0", Reason.TRAILING_BYTES);
    assertRefused("", Reason.TRUNCATED);
    assertRefused("92c0", Reason.TRUNCATED);
    assertRefused("da00", Reason.TRUNCATED);
  }

  @Test
  void every_limit_holds_at_the_header_before_the_content_comes() {
    assertRefused("91919190", Reason.TOO_DEEP);
    assertRefused("95", Reason.TOO_MANY_ENTRIES);
    assertRefused("ddffffffff", Reason.TOO_MANY_ENTRIES);
    assertRefused("dfffffffff", Reason.TOO_MANY_ENTRIES);
    assertRefused("da0065", Reason.RAW_TOO_LONG);
    assertRefused("dbffffffff", Reason.RAW_TOO_LONG);
    assertRefused("93da0064" + "00".repeat(100) + "da0064", Reason.VALUE_TOO_LONG);
    assertRefused("9494c0c0c0c094c0c0c0c094c0c0c0c094c0c0c0c0", Reason.TOO_MUCH_MEMORY);
  }

  @Test
  void an_error_says_where() {
    assertThatThrownBy(() -> read("92c0c4"))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("at byte 2");
  }

  @Test
  void text_is_strict_utf8() {
    assertThat(Raw.of("grün").asText()).contains("grün");
    assertThat(Raw.of(HEX.parseHex("ff")).asText()).isEmpty();
    assertThat(Raw.of(HEX.parseHex("eda080")).asText()).isEmpty();
  }

  @Test
  void byte_strings_are_equal_however_they_are_cut() {
    byte[] bytes = HEX.parseHex("00112233445566");
    Raw whole = Raw.of(bytes);
    Raw cut =
        Raw.ofSlices(List.of(ByteBuffer.wrap(bytes, 0, 3), ByteBuffer.wrap(bytes, 3, 4).slice()));
    assertThat(cut).isEqualTo(whole).hasSameHashCodeAs(whole).isEqualByComparingTo(whole);
    assertThat(cut.toByteArray()).isEqualTo(bytes);
    assertThat(cut.byteAt(5)).isEqualTo(0x55);
    assertThat(Raw.of("ab")).isLessThan(Raw.of("abc")).isLessThan(Raw.of("b"));
    assertThat(Raw.of(HEX.parseHex("ff"))).isGreaterThan(Raw.of("a"));
  }

  @Test
  void a_payload_stays_in_the_chunks_it_came_in() throws WireException {
    ValueParser parser = new ValueParser(WireLimits.replies());
    byte[] first = new byte[64 * 1024];
    first[0] = (byte) 0xdb;
    ByteBuffer.wrap(first).putInt(1, 100_000);
    byte[] second = new byte[100_000 + 5 - first.length];
    second[0] = 42;
    parser.feed(ByteBuffer.wrap(first));
    assertThat(parser.next()).isEmpty();
    parser.feed(ByteBuffer.wrap(second));
    Raw raw = (Raw) parser.next().orElseThrow();
    assertThat(parser.atBoundary()).isTrue();
    assertThat(raw.slices()).hasSize(2);
    first[5] = 7;
    second[0] = 9;
    assertThat(raw.byteAt(0)).as("a view, no copy").isEqualTo(7);
    assertThat(raw.byteAt(first.length - 5)).isEqualTo(9);
    List<ByteBuffer> written = MessagePackWriter.toBuffers(raw);
    second[0] = 11;
    assertThat(written).hasSize(3);
    assertThat(written.get(2).get(0)).as("still a view").isEqualTo((byte) 11);
  }

  @Test
  void dripped_bytes_do_not_pile_up_as_tiny_slices() throws WireException {
    ValueParser parser = new ValueParser(WireLimits.replies());
    parser.feed(ByteBuffer.wrap(HEX.parseHex("db00030d40")));
    for (int i = 0; i < 200_000; i++) {
      parser.feed(ByteBuffer.wrap(new byte[] {(byte) i}));
      var value = parser.next();
      assertThat(value.isPresent()).isEqualTo(i == 199_999);
      value.ifPresent(v -> assertThat(((Raw) v).slices()).hasSizeLessThan(20));
    }
  }

  @Test
  void a_header_that_claims_much_costs_little() throws WireException {
    List<ValueParser> parsers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      ValueParser parser = new ValueParser(WireLimits.requests());
      parser.feed(ByteBuffer.wrap(HEX.parseHex("db01400000" + "00")));
      assertThat(parser.next()).isEmpty();
      parsers.add(parser);
    }
    assertThat(parsers).as("40 GiB were claimed and the heap is 1 GiB").hasSize(2_000);
  }
}
