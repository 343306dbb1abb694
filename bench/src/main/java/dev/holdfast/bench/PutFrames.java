package dev.holdfast.bench;

import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Random;

/// A file of `put` requests with random payloads, as a client that uploads sends them.
final class PutFrames {
  private static final int PAYLOAD_BYTES = 2 << 20;

  private PutFrames() {}

  /// @param count requests, each of about 2 MiB
  static void write(Path file, int count) throws IOException {
    var random = new Random(count);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 1; i <= count; i++) {
        var payload = new byte[PAYLOAD_BYTES];
        random.nextBytes(payload);
        var id = new byte[32];
        random.nextBytes(id);
        var arguments = new LinkedHashMap<String, Value>();
        arguments.put("id", Raw.of(id));
        arguments.put("data", Raw.of(payload));
        for (ByteBuffer piece : FrameWriter.encode(new Request.Call(i, "put", arguments))) {
          while (piece.hasRemaining()) {
            channel.write(piece);
          }
        }
      }
    }
  }
}
