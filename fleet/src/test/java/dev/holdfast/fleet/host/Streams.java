package dev.holdfast.fleet.host;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Reads and writes whole streams in tests.
public final class Streams {
  private Streams() {}

  /// Starts work on a virtual thread of its own; a minute later it counts as failed.
  public static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Executors.newVirtualThreadPerTaskExecutor())
        .orTimeout(60, TimeUnit.SECONDS);
  }

  /// Starts to read a source to its end.
  public static CompletableFuture<byte[]> readAll(ByteSource source) {
    return async(() -> {
      try {
        var bytes = new ByteArrayOutputStream();
        for (var chunk = source.next(); chunk != null; chunk = source.next()) {
          bytes.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
        }
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// Starts to read a source to its end, as text.
  public static CompletableFuture<String> text(ByteSource source) {
    return readAll(source).thenApply(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /// Reads exactly as many bytes as the text has, as text.
  public static String take(ByteSource source, int bytes) throws IOException {
    var taken = new StringBuilder();
    while (taken.length() < bytes) {
      var chunk = source.next();
      if (chunk == null) {
        return taken.toString();
      }
      taken.append(StandardCharsets.ISO_8859_1.decode(chunk));
    }
    return taken.toString();
  }

  /// Reads until the text ends so, or the stream ends.
  public static String takeUntil(ByteSource source, String end) throws IOException {
    var taken = new StringBuilder();
    while (taken.indexOf(end) < 0) {
      var more = take(source, 1);
      if (more.isEmpty()) {
        return taken.toString();
      }
      taken.append(more);
    }
    return taken.toString();
  }

  /// Starts to write everything and to end the stream.
  public static CompletableFuture<Boolean> writeAll(ByteSink sink, byte[] bytes) {
    return async(() -> {
      try {
        sink.write(ByteBuffer.wrap(bytes));
        sink.end();
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// Writes a short text and hands it to the transport.
  public static void say(ByteSink sink, String text) throws IOException {
    sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    sink.flush();
  }
}
