package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.wire.WireException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final HexFormat HEX = HexFormat.of();

  /// Recorded from borg 1.2.4.
  private static final String NEGOTIATE =
      "940101a96e65676f74696174659181ae636c69656e745f76657273696f6e94010204ff";

  private static final String GET_MANIFEST =
      "83a16903a16da3676574a16181a26964da0020" + "00".repeat(32);

  static Request request(String hex) throws WireException {
    RequestParser parser = new RequestParser();
    parser.feed(ByteBuffer.wrap(HEX.parseHex(hex)));
    return parser.next().orElseThrow();
  }

  static Reply reply(String hex) throws WireException {
    ReplyParser parser = new ReplyParser();
    parser.feed(ByteBuffer.wrap(HEX.parseHex(hex)));
    return parser.next().orElseThrow();
  }

  static String hex(List<ByteBuffer> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer part : parts) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
    return HEX.formatHex(bytes.toByteArray());
  }

  private static String text(String text) {
    return HEX.formatHex(MessagePackWriter.toBytes(Raw.of(text)));
  }

  private static void refusedRequest(String hex, Reason reason) {
    assertThatThrownBy(() -> request(hex))
        .asInstanceOf(InstanceOfAssertFactories.type(WireException.class))
        .extracting(WireException::reason)
        .isEqualTo(reason);
  }

  private static void refusedReply(String hex, Reason reason) {
    assertThatThrownBy(() -> reply(hex))
        .asInstanceOf(InstanceOfAssertFactories.type(WireException.class))
        .extracting(WireException::reason)
        .isEqualTo(reason);
  }

  @Test
  void borgs_negotiation_is_understood_and_written_alike() throws WireException {
    Request request = request(NEGOTIATE);
    assertThat(request).isEqualTo(new Request.Negotiate(1, BorgVersion.of(1, 2, 4)));
    assertThat(hex(FrameWriter.encode(request))).isEqualTo(NEGOTIATE);
  }

  @Test
  void borgs_get_is_understood_and_written_alike() throws WireException {
    Request request = request(GET_MANIFEST);
    SequencedMap<String, Value> arguments = new LinkedHashMap<>();
    arguments.put("id", Raw.of(new byte[32]));
    assertThat(request).isEqualTo(new Request.Call(3, "get", arguments));
    assertThat(hex(FrameWriter.encode(request))).isEqualTo(GET_MANIFEST);
  }

  @Test
  void borgs_replies_are_understood_and_written_alike() throws WireException {
    String nil = "82a16909a172c0";
    assertThat(reply(nil)).isEqualTo(new Reply.Result(9, new Value.Nil()));
    assertThat(hex(FrameWriter.encode(reply(nil)))).isEqualTo(nil);
    String negotiated = "940101c081" + text("server_version") + "94010204ff";
    assertThat(reply(negotiated)).isEqualTo(new Reply.Negotiated(1, BorgVersion.of(1, 2, 4)));
    assertThat(hex(FrameWriter.encode(reply(negotiated)))).isEqualTo(negotiated);
  }

  @Test
  void failures_come_back_as_written() throws WireException {
    Reply failure = Reply.Failure.polite(7, "no");
    assertThat(reply(hex(FrameWriter.encode(failure)))).isEqualTo(failure);
  }

  @Test
  void a_versions_spelling_is_borgs() {
    assertThat(BorgVersion.of(1, 4, 5)).hasToString("1.4.5");
    assertThat(new BorgVersion(List.of(1, 4, 0, -3, 2))).hasToString("1.4.0~-3,2");
  }

  @Test
  void a_positional_call_other_than_the_negotiation_is_refused() {
    refusedRequest("940102" + text("get") + "91" + text("x"), Reason.WRONG_SHAPE);
    refusedRequest("940201" + text("negotiate") + "9102", Reason.WRONG_SHAPE);
    refusedRequest("940201" + NEGOTIATE.substring(6), Reason.WRONG_SHAPE);
    refusedRequest("9301" + text("negotiate") + "c0", Reason.WRONG_SHAPE);
  }

  @Test
  void a_negotiation_of_another_generation_is_refused() {
    String head = "940101" + text("negotiate") + "9181" + text("client_version");
    refusedRequest(head + "94020000ff", Reason.WRONG_VERSION);
    refusedRequest(head + "9101", Reason.WRONG_VERSION);
    refusedRequest(head + "9901010101010101010101", Reason.WRONG_VERSION);
    refusedRequest(head + "9201a131", Reason.WRONG_SHAPE);
    refusedRequest(head + "9201d38000000000000000", Reason.WRONG_SHAPE);
    refusedReply("94010102c0", Reason.WRONG_SHAPE);
    refusedReply("940101c002", Reason.WRONG_SHAPE);
  }

  @Test
  void a_call_has_exactly_three_keys_and_plain_names() {
    refusedRequest("82a16903a16da3676574", Reason.WRONG_SHAPE);
    refusedRequest("84a16903a16da3676574a16180a17801", Reason.WRONG_SHAPE);
    refusedRequest("83a16903a16da3676574a16280", Reason.WRONG_SHAPE);
    refusedRequest("83a16900a16da3676574a16180", Reason.WRONG_SHAPE);
    refusedRequest("83a169ffa16da3676574a16180", Reason.WRONG_SHAPE);
    refusedRequest("83a16903a16da0a16180", Reason.WRONG_SHAPE);
    refusedRequest("83a16903a16da367650aa16180", Reason.WRONG_SHAPE);
    refusedRequest("83a16903a16d" + text("x".repeat(65)) + "a16180", Reason.WRONG_SHAPE);
    refusedRequest("83a16903a16da3676574a16190", Reason.WRONG_SHAPE);
    refusedRequest("c0", Reason.WRONG_SHAPE);
  }

  @Test
  void a_reply_has_exactly_its_keys() {
    refusedReply("83a16909a172c0a17801", Reason.WRONG_SHAPE);
    refusedReply("81a16909", Reason.WRONG_SHAPE);
    refusedReply("82a16909" + text("exception_class") + text("Error"), Reason.WRONG_SHAPE);
  }

  @Test
  void after_a_fault_nothing_is_parsed_any_more() throws WireException {
    RequestParser parser = new RequestParser();
    parser.feed(ByteBuffer.wrap(HEX.parseHex("c0" + NEGOTIATE)));
    assertThatThrownBy(parser::next).isInstanceOf(WireException.class);
    assertThatThrownBy(parser::next).isInstanceOf(WireException.class);
  }

  @Test
  void a_payload_is_written_as_views_behind_a_small_head() {
    SequencedMap<String, Value> arguments = new LinkedHashMap<>();
    byte[] payload = new byte[1 << 20];
    arguments.put("id", Raw.of(new byte[32]));
    arguments.put("data", Raw.ofSlices(List.of(ByteBuffer.wrap(payload))));
    List<ByteBuffer> parts = FrameWriter.encode(new Request.Call(5, "put", arguments));
    assertThat(parts).hasSize(2);
    payload[0] = 9;
    assertThat(parts.getLast().get(0)).isEqualTo((byte) 9);
    assertThat(parts.getFirst().remaining()).isLessThan(100);
  }
}
