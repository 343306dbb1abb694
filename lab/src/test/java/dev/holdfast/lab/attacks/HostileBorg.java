package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.ReplyParser;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Borg's side of the protocol in the hands of an attacker, who has the passphrase of the session.
/// It can say everything; what is honest in it is only the order of the first messages.
final class HostileBorg implements AutoCloseable {
  static final Value.Map NOTHING = Value.Map.builder().build();
  private static final long NONCE_STEP = 1 << 28;

  private final Duplex line;
  private final String path;
  private final Loot loot;
  private final ReplyParser replies = new ReplyParser();
  private long lastId;
  private boolean stuck;

  /// @param path where borg was told that its repository is
  HostileBorg(Duplex line, String path, Loot loot) {
    this.line = line;
    this.path = path;
    this.loot = loot;
  }

  /// What an honest borg says first.
  ///
  /// @return the repository's id
  ObjectId begin() throws IOException, RefusedCallException {
    negotiate();
    return open(opening(path).build());
  }

  /// Begins, unlocks the key and reserves nonces, as an honest borg does.
  Grip grip() throws IOException, RefusedCallException {
    var repository = begin();
    var object = get(ObjectId.MANIFEST);
    var forge =
        switch (loot.type().place()) {
          case NOWHERE -> Forge.withoutKey();
          case REPOSITORY -> unlocked(repository, bytes(call("load_key", NOTHING)));
          case KEY_FILE -> unlocked(repository, loot.keyFile().toByteArray());
        };
    return new Grip(this, forge, object);
  }

  private Forge unlocked(ObjectId repository, byte[] blob) {
    var text = new String(blob, StandardCharsets.US_ASCII);
    return Forge.unlock(loot.type(), repository, text, loot.passphrase().toByteArray());
  }

  void negotiate() throws IOException {
    write(FrameWriter.encode(new Request.Negotiate(++lastId, loot.version())));
    reply();
  }

  Loot loot() {
    return loot;
  }

  String path() {
    return path;
  }

  static Value.MapBuilder opening(String path) {
    return Value.Map.builder()
        .put("path", path)
        .put("create", false)
        .put("lock_wait", 1)
        .put("lock", true)
        .put("exclusive", true)
        .put("append_only", false)
        .put("make_parent_dirs", false);
  }

  ObjectId open(Value.Map arguments) throws IOException, RefusedCallException {
    try {
      return ObjectId.parse(bytes(call("open", arguments)));
    } catch (RefusedException e) {
      throw new IOException(e);
    }
  }

  /// Nonces as an honest borg reserves them.
  long reserve() throws IOException, RefusedCallException {
    var free = call("get_free_nonce", NOTHING);
    var first = free instanceof Value.Int(long number) ? number : 0;
    reserve(free, first + NONCE_STEP);
    return first;
  }

  void reserve(Value from, long to) throws IOException, RefusedCallException {
    call(
        "commit_nonce_reservation",
        Value.Map.builder()
            .put("next_unreserved", new Value.Int(to))
            .put("start_nonce", from)
            .build());
  }

  /// Reserves all nonces up to 2^64 - 2^20, a number that our own integers cannot hold.
  void reserveTheLast(Value from) throws IOException, RefusedCallException {
    var stand = 0x7fff_ffff_fff0_0000L;
    var frame =
        frame(
            "commit_nonce_reservation",
            Value.Map.builder()
                .put("start_nonce", from)
                .put("next_unreserved", new Value.Int(stand))
                .build());
    // The number is the last thing in the frame.
    frame[frame.length - Long.BYTES] = (byte) 0xff;
    say(frame);
    answer();
  }

  byte[] get(ObjectId id) throws IOException, RefusedCallException {
    return bytes(call("get", id(id)));
  }

  void put(ObjectId id, byte[] object) throws IOException, RefusedCallException {
    call("put", putting(id, object));
  }

  static Value.Map putting(ObjectId id, byte[] object) {
    return Value.Map.builder()
        .put("id", Raw.of(id.bytes()))
        .put("data", Raw.of(object))
        .put("wait", true)
        .build();
  }

  void delete(ObjectId id) throws IOException, RefusedCallException {
    call("delete", id(id));
  }

  void commit() throws IOException, RefusedCallException {
    call("commit", committing(false));
  }

  static Value.Map committing(boolean compact) {
    return Value.Map.builder()
        .put("save_space", false)
        .put("compact", compact)
        .put("threshold", new Value.Real(0.1))
        .put("cleanup_commits", false)
        .build();
  }

  static Value.Map id(ObjectId id) {
    return Value.Map.builder().put("id", Raw.of(id.bytes())).build();
  }

  /// Asks and waits for the answer.
  Value call(String method, Value.Map arguments) throws IOException, RefusedCallException {
    send(method, arguments);
    return answer();
  }

  /// Asks without waiting.
  void send(String method, Value.Map arguments) throws IOException {
    sendAs(++lastId, method, arguments);
  }

  /// Asks under a number of one's own choice.
  void sendAs(long number, String method, Value.Map arguments) throws IOException {
    var named = new LinkedHashMap<String, Value>();
    arguments.entries().forEach((name, value) -> named.put(name.asText().orElseThrow(), value));
    write(FrameWriter.encode(new Request.Call(number, method, named)));
  }

  /// Takes the next answer, whatever it answers.
  Value answer() throws IOException, RefusedCallException {
    return switch (reply()) {
      case Reply.Result(long _, Value result) -> result;
      case Reply.Negotiated _ -> new Value.Nil();
      case Reply.Failure failure ->
          throw new RefusedCallException(
              failure.exceptionClass()
                  + ": "
                  + failure.brief().stream().map(l -> l.asText().orElse("?")).toList());
    };
  }

  /// Says bytes that may be no frame at all.
  void say(byte[] bytes) throws IOException {
    write(java.util.List.of(ByteBuffer.wrap(bytes)));
  }

  /// The bytes of a call, to be said in part.
  byte[] frame(String method, Value.Map arguments) {
    var named = new LinkedHashMap<String, Value>();
    arguments.entries().forEach((name, value) -> named.put(name.asText().orElseThrow(), value));
    var all = new java.io.ByteArrayOutputStream();
    for (var part : FrameWriter.encode(new Request.Call(++lastId, method, named))) {
      var copy = new byte[part.remaining()];
      part.get(copy);
      all.writeBytes(copy);
    }
    return all.toByteArray();
  }

  private void write(java.util.List<ByteBuffer> parts) throws IOException {
    for (var part : parts) {
      line.sink().write(part);
    }
    line.sink().flush();
  }

  private Reply reply() throws IOException {
    try {
      var reply = replies.next();
      while (reply.isEmpty()) {
        var chunk = line.source().next();
        if (chunk == null) {
          throw new EOFException("the other side ended the conversation");
        }
        replies.feed(chunk);
        reply = replies.next();
      }
      return reply.get();
    } catch (WireException e) {
      throw new IOException(e);
    }
  }

  /// Says nothing until the other side ends the conversation, or patience does.
  ///
  /// @return whether the other side ended it
  boolean outlasts(Duration patience) {
    var ended = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (line.source().next() != null) {
              // Whatever it still says is of no use.
            }
          } catch (IOException e) {
            // An end as good as any.
          }
          ended.complete(true);
        });
    return ended.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /// Asks many times and listens to nothing.
  ///
  /// @return whether the other side put an end to it
  boolean floods(String method, int times, Duration patience) {
    var ended = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int i = 0; i < times; i++) {
              send(method, NOTHING);
            }
          } catch (IOException e) {
            // The end that was waited for.
          }
          ended.complete(true);
        });
    stuck = !ended.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS).join();
    return !stuck;
  }

  private static byte[] bytes(Value value) throws IOException {
    if (value instanceof Raw raw) {
      return raw.toByteArray();
    }
    throw new IOException("not a byte string: " + value);
  }

  /// Leaves as borg does.
  @Override
  public void close() {
    if (stuck) {
      line.close();
      return;
    }
    try {
      line.sink().end();
      while (line.source().next() != null) {
        // The last answers.
      }
    } catch (IOException e) {
      // It is over either way.
    } finally {
      line.close();
    }
  }
}
