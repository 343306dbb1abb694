package dev.holdfast.guard;

import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Passes requests on to the repository host in the order in which they came, each after what it
/// carries was found good. Objects are looked into beside each other, ahead of their turn.
///
/// After a refusal nothing passes any more; whatever was in the queue is answered with it.
final class Forwarder {
  /// @param examined for objects alone
  /// @param bytes that it holds at the bench
  private record Outgoing(
      Verdict.Forward forward, Optional<CompletableFuture<Examined>> examined, int bytes) {
    boolean isReady() {
      return examined.isEmpty() || examined.get().isDone();
    }
  }

  private static final Verdict OVER =
      new Verdict.Refuse(Reason.CONTENT_REFUSED, "the session is over");

  private final Session session;
  private final ContentRules content;
  private final Ends ends;
  private final Workbench.Place place;
  // Bounded by the requests in flight, which the session counts, and by the bytes of the bench.
  private final LinkedBlockingQueue<Optional<Outgoing>> queue = new LinkedBlockingQueue<>();
  private final OwnQuestions questions;
  private Verdict.@Nullable Refuse refusal;

  Forwarder(Session session, ContentRules content, Ends ends, Workbench bench) {
    this.session = session;
    this.content = content;
    this.ends = ends;
    this.place = bench.place(content.memory());
    this.questions = new OwnQuestions(ends::ask, content.memory());
  }

  /// Takes a request; waits while too many bytes are on the bench. For the request pump.
  ///
  /// @return false if the session is over
  boolean add(Verdict.Forward forward) {
    return switch (forward.check()) {
      case Check.Put(var id, var object) -> {
        int bytes = Sizes.REQUEST_BYTES + object.size();
        yield place.take(bytes)
            && enqueue(
                forward,
                Optional.of(place.submit(scratch -> content.examine(id, object, scratch))),
                bytes);
      }
      case Check.Manifest(var object) -> enqueue(forward, Sizes.REQUEST_BYTES + object.size());
      case Check.None _, Check.Get _, Check.Delete _ -> enqueue(forward, Sizes.REQUEST_BYTES);
    };
  }

  private boolean enqueue(Verdict.Forward forward, int bytes) {
    return place.take(bytes) && enqueue(forward, Optional.empty(), bytes);
  }

  private boolean enqueue(
      Verdict.Forward forward, Optional<CompletableFuture<Examined>> examined, int bytes) {
    return queue.add(Optional.of(new Outgoing(forward, examined, bytes)));
  }

  /// The client has said all.
  void noMore() {
    queue.add(Optional.empty());
  }

  /// The guard's own questions, whose answers come with the replies.
  OwnQuestions questions() {
    return questions;
  }

  /// Wakes everybody who waits here: the session is over.
  void stop() {
    questions.end("the session is over");
    place.close();
  }

  /// Runs until the client has said all, then ends what the repository host hears.
  void run() throws InterruptedException {
    try {
      for (var next = next(); next.isPresent(); next = next()) {
        pass(next.get());
        place.give(next.get().bytes());
      }
    } finally {
      ends.end(Side.SERVER);
    }
  }

  /// What was passed on does not wait for what is not ready yet.
  private Optional<Outgoing> next() throws InterruptedException {
    var head = queue.peek();
    if (head == null || !head.map(Outgoing::isReady).orElse(false)) {
      ends.flush(Side.SERVER);
    }
    return queue.take();
  }

  private void pass(Outgoing next) {
    switch (refusal == null ? settled(next) : refusal) {
      case Verdict.Forward(Request request, _) -> ends.send(request);
      case Verdict.Answer(Reply reply) -> ends.answer(reply);
      case Verdict.Refuse refuse -> {
        if (refusal == null) {
          refusal = refuse;
          place.drop();
          ends.end(Side.SERVER);
        }
        long message = next.forward().request().id();
        ends.answer(Reply.Failure.polite(message, Session.line(refuse)));
      }
    }
  }

  private Verdict settled(Outgoing next) {
    try {
      var verdict =
          session.settle(next.forward(), next.examined().map(CompletableFuture::join), questions);
      if (verdict instanceof Verdict.Refuse(Reason reason, String detail)) {
        ends.refused(reason, detail);
      }
      return verdict;
    } catch (CancellationException _) {
      return OVER;
    } catch (CompletionException e) {
      if (e.getCause() instanceof CancellationException) {
        return OVER;
      }
      throw e;
    } catch (IOException e) {
      // What cannot be judged does not pass.
      ends.lost(Side.SERVER, e);
      return new Verdict.Refuse(Reason.CONTENT_REFUSED, "the repository could not be read");
    } catch (MemoryBudget.SpentException _) {
      ends.memorySpent();
      return new Verdict.Refuse(
          Reason.CONTENT_REFUSED, "the controller has no memory left for this session");
    }
  }
}
