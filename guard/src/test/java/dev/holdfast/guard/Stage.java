package dev.holdfast.guard;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A guarded channel between two scripted peers. The pipes are narrower than one object.
final class Stage implements AutoCloseable {
  static final Raw STORED = Raw.of(new byte[150_000]);
  private static final int PIPE_BYTES = 10_000;

  private final MemoryDuplex.Pair clientSide = MemoryDuplex.pair(PIPE_BYTES);
  private final MemoryDuplex.Pair serverSide = MemoryDuplex.pair(PIPE_BYTES);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Workbench bench = new Workbench(2, 1 << 20, HostileTarget.PLENTY);
  private ContentRules rules = new Permissive();
  private @Nullable GuardedChannel channel;
  private @Nullable Future<SessionReport> report;

  /// A server that grants every wish.
  static final class Serve {
    private final List<String> heard = new ArrayList<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private void run(ScriptedPeer peer) {
      try {
        for (var next = peer.request(); next.isPresent(); next = peer.request()) {
          peer.reply(answer(next.get()));
        }
        ended.complete(true);
        peer.end();
      } catch (Exception e) {
        ended.complete(true);
      }
    }

    private synchronized Reply answer(Request request) {
      return switch (request) {
        case Request.Negotiate(long id, _) -> {
          heard.add("negotiate");
          yield new Reply.Negotiated(id, BorgVersion.of(1, 2, 4));
        }
        case Request.Call(long id, String method, _) -> {
          heard.add(method);
          yield new Reply.Result(
              id,
              switch (method) {
                case "open" -> Talk.id(9);
                case "get" -> STORED;
                default -> new Value.Nil();
              });
        }
      };
    }

    boolean ended() throws Exception {
      return ended.get();
    }

    synchronized List<String> heard() {
      return List.copyOf(heard);
    }
  }

  ScriptedPeer client() {
    return new ScriptedPeer(clientSide.left());
  }

  ScriptedPeer server() {
    return new ScriptedPeer(serverSide.right());
  }

  Serve serve() {
    Serve serve = new Serve();
    ScriptedPeer peer = server();
    Future<?> _ = threads.submit(() -> serve.run(peer));
    return serve;
  }

  Stage with(ContentRules judging) {
    rules = judging;
    return this;
  }

  void start(SessionPolicy policy, GuardLimits.Deadlines deadlines) {
    GuardedChannel started =
        new GuardedChannel(policy, rules, GuardLimits.standard().withDeadlines(deadlines), bench);
    channel = started;
    report = threads.submit(() -> started.run(clientSide.right(), serverSide.left()));
  }

  SessionReport report() throws Exception {
    return Optional.ofNullable(report).orElseThrow().get();
  }

  void cut(String why) {
    Optional.ofNullable(channel).orElseThrow().cut(why);
  }

  void clientStopsListening() {
    clientSide.left().stopListening();
  }

  void clientBreaks() {
    clientSide.left().breakDown();
  }

  void serverBreaks() {
    serverSide.right().breakDown();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    bench.close();
  }
}
