package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.List;

/// Encodes frames as small heads and views of payloads; a payload is never copied.
public final class FrameWriter {
  private FrameWriter() {}

  /// The request as buffers to be written in order.
  public static List<ByteBuffer> encode(Request request) {
    MessagePackWriter out = new MessagePackWriter();
    switch (request) {
      case Request.Negotiate(long id, BorgVersion version) ->
          version(out.seq(4).integer(1).integer(id).text("negotiate").seq(1), "client_", version);
      case Request.Call call -> {
        out.map(3).text("i").integer(call.id()).text("m").text(call.method());
        out.text("a").map(call.arguments().size());
        call.arguments().forEach((name, value) -> out.text(name).value(value));
      }
    }
    return out.finish();
  }

  /// The reply as buffers to be written in order.
  public static List<ByteBuffer> encode(Reply reply) {
    MessagePackWriter out = new MessagePackWriter();
    switch (reply) {
      case Reply.Negotiated(long id, BorgVersion version) ->
          version(out.seq(4).integer(1).integer(id).tag(Tag.NIL), "server_", version);
      case Reply.Result(long id, Value result) ->
          out.map(2).text("i").integer(id).text("r").value(result);
      case Reply.Failure failure -> failure(out, failure);
    }
    return out.finish();
  }

  private static void failure(MessagePackWriter out, Reply.Failure failure) {
    out.map(7).text("i").integer(failure.id());
    out.text("exception_class").text(failure.exceptionClass());
    out.text("exception_args").value(new Value.Seq(failure.args()));
    out.text("exception_full").value(new Value.Seq(List.copyOf(failure.full())));
    out.text("exception_short").value(new Value.Seq(List.copyOf(failure.brief())));
    out.text("exception_trace").value(new Value.Bool(failure.trace()));
    out.text("sysinfo").raw(failure.sysinfo());
  }

  private static void version(MessagePackWriter out, String side, BorgVersion version) {
    out.map(1).text(side + "version").seq(version.parts().size());
    version.parts().forEach(out::integer);
  }
}
