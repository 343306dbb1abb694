package dev.holdfast.lab.attacks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.zip.CRC32;

/// What failing disks do to the largest file of objects that a repository of borg 1.x has.
final class SegmentDamage {
  private static final int MAGIC_BYTES = 8;
  private static final int HEADER_BYTES = 9;
  private static final int TAG_AT = 8;
  private static final int CHUNK_BYTES_MIN = 100_000;
  private static final int CUT_BYTES = 1000;

  private SegmentDamage() {}

  /// A bit in the middle of an object.
  static void flipBit(Path repository) throws IOException {
    var segment = largest(repository);
    var bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
  }

  /// The whole file.
  static void lose(Path repository) throws IOException {
    Files.delete(largest(repository));
  }

  /// The file's end.
  static void cut(Path repository) throws IOException {
    try (var file = FileChannel.open(largest(repository), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - CUT_BYTES);
    }
  }

  /// A byte of an object, whose checksum is made right again: only the key can tell.
  static void change(Path repository) throws IOException {
    var segment = largest(repository);
    var bytes = Files.readAllBytes(segment);
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = MAGIC_BYTES;
    while (in.get(at + TAG_AT) != 0 || size(in, at) < CHUNK_BYTES_MIN) {
      at += size(in, at);
    }
    bytes[at + size(in, at) - HEADER_BYTES] ^= 1;
    var sum = new CRC32();
    sum.update(bytes, at + Integer.BYTES, size(in, at) - Integer.BYTES);
    in.putInt(at, (int) sum.getValue());
    Files.write(segment, bytes);
  }

  private static int size(ByteBuffer in, int at) {
    return in.getInt(at + Integer.BYTES);
  }

  private static Path largest(Path repository) throws IOException {
    try (var files = Files.walk(repository.resolve("data"))) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }
}
