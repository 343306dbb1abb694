package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The guard's own questions to the repository host, between those of the client. Their message ids
/// begin where no client gets to. One thread asks, the one that judges replies answers.
final class OwnQuestions implements OwnReads {
  /// A client counts from 1; a session is over before it has counted to this.
  static final long FIRST_ID = 1L << 48;

  /// Their requests always fit into a pipe.
  private static final int AHEAD_MAX = 16;

  private static final String MISSING = "ObjectNotFound";

  /// Sends a request to the repository host at once.
  interface Sender {
    void send(Request request) throws IOException;
  }

  private final Sender sender;
  private final Map<Long, CompletableFuture<Optional<Raw>>> waiting = new HashMap<>();
  private long lastId = FIRST_ID - 1;
  private @Nullable String over;

  OwnQuestions(Sender sender) {
    this.sender = sender;
  }

  @Override
  public Optional<byte[]> get(ObjectId id) throws IOException {
    return await(ask(id)).map(Raw::toByteArray);
  }

  @Override
  public void getMany(List<ObjectId> ids, Receiver receiver) throws IOException, RefusedException {
    Queue<CompletableFuture<Optional<Raw>>> ahead = new ArrayDeque<>();
    int asked = 0;
    for (ObjectId id : ids) {
      while (asked < ids.size() && ahead.size() < AHEAD_MAX) {
        ahead.add(ask(ids.get(asked++)));
      }
      receiver.accept(id, await(ahead.remove()).map(Raw::toByteArray));
    }
  }

  private CompletableFuture<Optional<Raw>> ask(ObjectId id) throws IOException {
    CompletableFuture<Optional<Raw>> answer = new CompletableFuture<>();
    long number;
    synchronized (this) {
      if (over != null) {
        throw new IOException(over);
      }
      number = ++lastId;
      waiting.put(number, answer);
    }
    sender.send(
        new Request.Call(number, RpcMethod.GET.wireName(), Arguments.of("id", Raw.of(id.bytes()))));
    return answer;
  }

  private static Optional<Raw> await(CompletableFuture<Optional<Raw>> answer) throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Whether this is a reply to one of ours.
  static boolean isOurs(long id) {
    return id >= FIRST_ID;
  }

  /// Takes the answer to one of our questions.
  ///
  /// @return what is wrong with it
  Optional<String> answer(Reply reply) {
    CompletableFuture<Optional<Raw>> answer;
    synchronized (this) {
      answer = waiting.remove(reply.id());
    }
    if (answer == null) {
      return Optional.of("a reply to message " + reply.id() + ", which does not wait for one");
    }
    return switch (reply) {
      case Reply.Result(_, Value result) when RpcMethod.GET.mayReturn(result) -> {
        answer.complete(Optional.of((Raw) result));
        yield Optional.empty();
      }
      case Reply.Failure failure when failure.exceptionClass().equals(MISSING) -> {
        answer.complete(Optional.empty());
        yield Optional.empty();
      }
      case Reply.Failure failure -> {
        answer.completeExceptionally(new IOException("it reports " + failure.exceptionClass()));
        yield Optional.empty();
      }
      case Reply.Result _, Reply.Negotiated _ -> {
        answer.completeExceptionally(new IOException("it answers with something else"));
        yield Optional.of("a result of the wrong kind for message " + reply.id());
      }
    };
  }

  /// Nobody will answer any more: wakes whoever waits.
  void end(String why) {
    List<CompletableFuture<Optional<Raw>>> left;
    synchronized (this) {
      over = why;
      left = List.copyOf(waiting.values());
      waiting.clear();
    }
    left.forEach(answer -> answer.completeExceptionally(new IOException(why)));
  }

  synchronized int inFlight() {
    return waiting.size();
  }
}
