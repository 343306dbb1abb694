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
import java.util.SequencedMap;
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

  /// Answers beyond this wait in the pipe until those before them were looked at; many more of a
  /// stream of items than are asked for ahead.
  private static final long UNREAD_BYTES_MAX = 4 << 20;

  private static final String MISSING = "ObjectNotFound";
  private static final int PAGE = 100_000;
  private static final int PAGES_MAX = 10_000;

  /// @param answer empty if what was asked for is missing
  private record Question(RpcMethod method, CompletableFuture<Optional<Value>> answer) {}

  /// Sends a request to the repository host at once.
  interface Sender {
    void send(Request request) throws IOException;
  }

  private final Sender sender;
  private final MemoryBudget.Share memory;
  private final Map<Long, Question> waiting = new HashMap<>();
  private long lastId = FIRST_ID - 1;
  private long unreadBytes;
  // Only the thread that asks touches it: the answer that it looks at.
  private Optional<Value> looked = Optional.empty();
  private @Nullable String over;

  /// @param memory of the session
  OwnQuestions(Sender sender, MemoryBudget.Share memory) {
    this.sender = sender;
    this.memory = memory;
  }

  @Override
  public Optional<byte[]> get(ObjectId id) throws IOException {
    Optional<Value> answer = await(askFor(id));
    looked = answer;
    return object(answer);
  }

  @Override
  public void getMany(List<ObjectId> ids, Receiver receiver) throws IOException, RefusedException {
    Queue<CompletableFuture<Optional<Value>>> ahead = new ArrayDeque<>();
    int asked = 0;
    try {
      for (ObjectId id : ids) {
        while (asked < ids.size() && ahead.size() < AHEAD_MAX) {
          ahead.add(askFor(ids.get(asked++)));
        }
        Optional<Value> answer = await(ahead.remove());
        looked = answer;
        receiver.accept(id, object(answer));
        lookedAt();
      }
    } finally {
      lookedAt();
      // Nobody looks at the rest any more, whenever it comes.
      for (CompletableFuture<Optional<Value>> unwanted : ahead) {
        CompletableFuture<Void> _ = unwanted.thenAccept(this::read);
      }
    }
  }

  @Override
  public void ids(IdReceiver receiver) throws IOException {
    Value marker = new Value.Nil();
    for (int pages = 0; pages < PAGES_MAX; pages++) {
      SequencedMap<String, Value> page =
          Arguments.of("limit", new Value.Int(PAGE), "marker", marker);
      List<Value> ids =
          await(ask(RpcMethod.LIST, page))
              .map(value -> ((Value.Seq) value).items())
              .orElse(List.of());
      for (Value id : ids) {
        if (!receiver.accept(ObjectId.ofDigest(((Raw) id).toByteArray()))) {
          return;
        }
      }
      if (ids.isEmpty()) {
        return;
      }
      marker = ids.getLast();
    }
    throw new IOException("it lists objects without an end");
  }

  private CompletableFuture<Optional<Value>> askFor(ObjectId id) throws IOException {
    return ask(RpcMethod.GET, Arguments.of("id", Raw.of(id.bytes())));
  }

  private CompletableFuture<Optional<Value>> ask(
      RpcMethod method, SequencedMap<String, Value> arguments) throws IOException {
    lookedAt();
    CompletableFuture<Optional<Value>> answer = new CompletableFuture<>();
    long number;
    synchronized (this) {
      if (over != null) {
        throw new IOException(over);
      }
      number = ++lastId;
      waiting.put(number, new Question(method, answer));
    }
    try {
      sender.send(new Request.Call(number, method.wireName(), arguments));
    } catch (IOException e) {
      forget(number);
      throw e;
    }
    return answer;
  }

  private synchronized void forget(long number) {
    waiting.remove(number);
  }

  private static Optional<byte[]> object(Optional<Value> answer) {
    return answer.map(value -> ((Raw) value).toByteArray());
  }

  private Optional<Value> await(CompletableFuture<Optional<Value>> answer) throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MemoryBudget.SpentException spent) {
        throw spent;
      }
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
    Question question;
    synchronized (this) {
      if (over != null) {
        // Whoever asked has left; that is no fault of the host's.
        return Optional.empty();
      }
      question = waiting.remove(reply.id());
    }
    if (question == null) {
      return Optional.of("a reply to message " + reply.id() + ", which does not wait for one");
    }
    CompletableFuture<Optional<Value>> answer = question.answer();
    return switch (reply) {
      case Reply.Result(_, Value result) when question.method().mayReturn(result) -> {
        keep(result, answer);
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

  private void keep(Value result, CompletableFuture<Optional<Value>> answer) {
    try {
      awaitRoom(bytes(result));
    } catch (MemoryBudget.SpentException e) {
      // Whoever asked waits for it and for nothing else.
      answer.completeExceptionally(e);
      throw e;
    }
    answer.complete(Optional.of(result));
  }

  /// Waits until it may be kept beside the answers that nobody has looked at yet. One may always be
  /// kept, so a repository host that answers in its own order stops itself alone.
  private synchronized void awaitRoom(long bytes) {
    boolean interrupted = false;
    while (unreadBytes > 0 && unreadBytes + bytes > UNREAD_BYTES_MAX && over == null) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
        over = "interrupted";
      }
    }
    if (over == null) {
      memory.take(bytes);
    }
    unreadBytes += bytes;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What was looked at last counts until then: whoever asked for it may still hold it.
  private void lookedAt() {
    read(looked);
    looked = Optional.empty();
  }

  private synchronized void read(Optional<Value> answer) {
    long bytes = answer.map(OwnQuestions::bytes).orElse(0L);
    unreadBytes -= bytes;
    if (over == null) {
      memory.giveBack(bytes);
    }
    notifyAll();
  }

  private static long bytes(Value value) {
    return value instanceof Raw raw ? raw.size() : 0;
  }

  /// Nobody will answer any more: wakes whoever waits.
  void end(String why) {
    List<Question> left;
    synchronized (this) {
      over = why;
      notifyAll();
      left = List.copyOf(waiting.values());
      waiting.clear();
    }
    left.forEach(question -> question.answer().completeExceptionally(new IOException(why)));
  }

  synchronized int inFlight() {
    return waiting.size();
  }
}
