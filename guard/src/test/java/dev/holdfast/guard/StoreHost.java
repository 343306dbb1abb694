package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A repository host that keeps what it is given.
final class StoreHost {
  private final Map<ObjectId, byte[]> stored;

  /// @param stored what it has, and will have
  StoreHost(Map<ObjectId, byte[]> stored) {
    this.stored = stored;
  }

  /// Answers until the conversation is over.
  void serve(ScriptedPeer peer) {
    try {
      for (var next = peer.request(); next.isPresent(); next = peer.request()) {
        peer.reply(answer(next.get()));
      }
      peer.end();
    } catch (Exception _) {
      // The session is over.
    }
  }

  private Reply answer(Request request) {
    return switch (request) {
      case Request.Negotiate(long id, _) -> new Reply.Negotiated(id, Talk.SERVER);
      case Request.Call call -> new Reply.Result(call.id(), result(call));
    };
  }

  private Value result(Request.Call call) {
    return switch (call.method()) {
      case "open" -> Talk.id(9);
      case "get" -> Raw.of(stored.getOrDefault(id(call), new byte[1]));
      case "put" -> {
        stored.put(id(call), bytes(call, "data"));
        yield new Value.Nil();
      }
      case "list" -> page(call);
      default -> new Value.Nil();
    };
  }

  private Value page(Request.Call call) {
    List<Value> ids = new ArrayList<>();
    if (call.arguments().get("marker") instanceof Value.Nil) {
      stored.keySet().forEach(id -> ids.add(Raw.of(id.bytes())));
    }
    return new Value.Seq(ids);
  }

  private static ObjectId id(Request.Call call) {
    return ObjectId.ofDigest(bytes(call, "id"));
  }

  private static byte[] bytes(Request.Call call, String name) {
    return ((Raw) Objects.requireNonNull(call.arguments().get(name))).toByteArray();
  }
}
