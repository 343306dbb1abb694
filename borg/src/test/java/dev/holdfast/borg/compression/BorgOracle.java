package dev.holdfast.borg.compression;

import dev.holdfast.testkit.RealBorg;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real Borg's own compressors, in the Python that runs it. Whoever still waits for it after ten
/// minutes is woken.
final class BorgOracle implements AutoCloseable {
  private static final int SECONDS_MAX = 600;

  /// A question is a length, then the words of a compression (a length, the words) and what is to
  /// be compressed; or no words, and what is to be decompressed. An answer of no length is no.
  private static final String PROGRAM =
      """
      import struct, sys
      from borg.compress import Compressor, CompressionSpec
      ask, say = sys.stdin.buffer, sys.stdout.buffer
      def part():
          head = ask.read(4)
          return ask.read(struct.unpack('>i', head)[0]) if head else None
      while True:
          words, body = part(), part()
          if words is None:
              break
          try:
              if words:
                  answer = bytes(CompressionSpec(words.decode()).compressor.compress(body))
              else:
                  answer = bytes(Compressor('none').decompress(body))
              say.write(struct.pack('>i', len(answer)) + answer)
          except Exception:
              say.write(struct.pack('>i', -1))
          say.flush()
      """;

  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;

  BorgOracle(RealBorg borg) throws IOException {
    process =
        new ProcessBuilder(borg.pythonWords("-c", PROGRAM))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    var _ =
        process
            .onExit()
            .orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
            .exceptionally(_ -> process.destroyForcibly());
  }

  /// With the header that Borg gives it.
  ///
  /// @param words as behind `--compression`
  byte[] compress(String words, byte[] plain) throws IOException {
    return ask(words.getBytes(StandardCharsets.US_ASCII), plain).orElseThrow();
  }

  /// Empty where Borg fails.
  Optional<byte[]> decompress(byte[] compressed) throws IOException {
    return ask(new byte[0], compressed);
  }

  private Optional<byte[]> ask(byte[] words, byte[] body) throws IOException {
    questions.writeInt(words.length);
    questions.write(words);
    questions.writeInt(body.length);
    questions.write(body);
    questions.flush();
    int length = answers.readInt();
    return length < 0 ? Optional.empty() : Optional.of(answers.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.onExit().join();
  }
}
