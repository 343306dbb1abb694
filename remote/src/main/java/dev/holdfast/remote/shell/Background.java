package dev.holdfast.remote.shell;

import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Small virtual threads: work with a deadline, and drains.
public final class Background {
  private Background() {}

  /// Starts work on a thread of its own.
  public static <T> CompletableFuture<T> call(String name, Callable<T> work) {
    var future = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            future.complete(work.call());
          } catch (Exception e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  /// Waits for the future.
  ///
  /// @throws TimeoutException if it takes longer
  /// @throws IOException if the work failed or the wait was interrupted
  public static <T> T await(CompletableFuture<T> future, Duration deadline)
      throws IOException, TimeoutException {
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Reads a source to its end and throws away what it says.
  static void drain(String name, ByteSource source) {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            while (source.next() != null) {
              // Nobody needs it, but a full pipe would stop the process behind it.
            }
          } catch (IOException e) {
            // The source is gone, which is an end too.
          }
        });
  }
}
