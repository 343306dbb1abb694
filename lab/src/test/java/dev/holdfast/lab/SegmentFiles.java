package dev.holdfast.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every object that was ever stored in repositories of borg 1.x, read from their segment files:
/// also what was replaced, deleted or never committed.
final class SegmentFiles {
  private static final int MAGIC_BYTES = 8;
  private static final int HEADER_BYTES = 9;
  private static final int ID_BYTES = 32;
  private static final int PUT = 0;
  private static final int DELETE = 1;
  private static final int COMMIT = 2;
  private static final int COUNTER_AT = 33;
  private static final int CIPHERTEXT_AT = 41;
  private static final int BLOCK_BYTES = 16;

  /// The counters of one encryption, from `start` to `next` (exclusive).
  record Counters(long start, long next, String object) {}

  // By the object's very bytes: copies of a repository share most of them.
  private final Map<String, Counters> objects = new LinkedHashMap<>();

  /// Adds all objects of a repository, which must be one that encrypts.
  SegmentFiles with(Path repository) throws IOException {
    try (var files = Files.walk(repository.resolve("data"))) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        read(file);
      }
    }
    return this;
  }

  private void read(Path file) throws IOException {
    var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    in.position(MAGIC_BYTES);
    while (in.remaining() >= HEADER_BYTES) {
      var start = in.position();
      var size = in.getInt(start + Integer.BYTES);
      var tag = in.get(start + 2 * Integer.BYTES);
      // A session that was cut leaves an entry without its end.
      var end = Math.min(in.limit(), start + size);
      switch (tag) {
        case PUT ->
            add(Arrays.copyOfRange(in.array(), start + HEADER_BYTES, end), size == end - start);
        case DELETE, COMMIT -> {}
        default -> throw new AssertionError("%s has an entry of kind %d".formatted(file, tag));
      }
      in.position(end);
    }
  }

  private void add(byte[] entry, boolean whole) {
    if (entry.length < ID_BYTES + CIPHERTEXT_AT) {
      return;
    }
    var hex = HexFormat.of();
    var object = Arrays.copyOfRange(entry, ID_BYTES, entry.length);
    var start = ByteBuffer.wrap(object).getLong(COUNTER_AT);
    var blocks = (object.length - CIPHERTEXT_AT + BLOCK_BYTES - 1) / BLOCK_BYTES;
    var name = hex.formatHex(entry, 0, ID_BYTES) + (whole ? "" : " (cut)");
    objects.putIfAbsent(hex.formatHex(object), new Counters(start, start + blocks, name));
  }

  int size() {
    return objects.size();
  }

  /// Pairs of different objects that share a counter.
  List<String> sharing() {
    var all = new ArrayList<>(objects.values());
    all.sort(Comparator.comparingLong(Counters::start));
    var sharing = new ArrayList<String>();
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).start() < all.get(i - 1).next()) {
        sharing.add(all.get(i - 1) + " and " + all.get(i));
      }
    }
    return sharing;
  }
}
