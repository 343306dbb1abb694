package dev.holdfast.guard;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Gives the work of many sessions to few threads: one piece of each session that has any, in turn.
/// So whoever brings much, or what takes long, waits for itself and not the others for it.
final class Turns {
  private final Executor threads;
  // Those that have work, in the order of their turns.
  private final Queue<Line> waiting = new ArrayDeque<>();

  Turns(Executor threads) {
    this.threads = threads;
  }

  Line line() {
    return new Line();
  }

  /// What one session has to do, in order.
  final class Line implements AutoCloseable {
    private final Queue<Piece<?>> pieces = new ArrayDeque<>();
    private boolean left;

    private Line() {}

    /// Does a piece of work when it is its turn; the result is cancelled if the session leaves
    /// before.
    <T> CompletableFuture<T> submit(Supplier<T> work) {
      Piece<T> piece = new Piece<>(work, new CompletableFuture<>());
      if (!add(piece)) {
        piece.result().cancel(false);
        return piece.result();
      }
      threads.execute(Turns.this::work);
      return piece.result();
    }

    private boolean add(Piece<?> piece) {
      synchronized (Turns.this) {
        if (left) {
          return false;
        }
        if (pieces.isEmpty()) {
          waiting.add(this);
        }
        pieces.add(piece);
        return true;
      }
    }

    /// Drops what has not begun, and whatever comes after.
    @Override
    public void close() {
      Queue<Piece<?>> dropped;
      synchronized (Turns.this) {
        left = true;
        waiting.remove(this);
        dropped = new ArrayDeque<>(pieces);
        pieces.clear();
      }
      dropped.forEach(piece -> piece.result().cancel(false));
    }
  }

  private record Piece<T>(Supplier<T> work, CompletableFuture<T> result) {
    void run() {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }
  }

  /// Called once for each piece; finds none where some were dropped.
  private void work() {
    Piece<?> piece;
    synchronized (this) {
      Line next = waiting.poll();
      if (next == null) {
        return;
      }
      piece = next.pieces.remove();
      if (!next.pieces.isEmpty()) {
        waiting.add(next);
      }
    }
    piece.run();
  }
}
