package dev.holdfast.borg.archive;

import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.ByteArrayOutputStream;
import java.util.SortedMap;
import java.util.TreeMap;

/// Streams of items as Borg packs them, and as it never would.
final class ItemBytes {
  static final int FILE = 0100644;
  static final int DIRECTORY = 0040755;
  static final int SYMLINK = 0120777;

  private final SortedMap<String, Value> fields = new TreeMap<>();

  static ItemBytes file(String path) {
    return item(path, FILE).with("chunks", Value.Seq.of());
  }

  static ItemBytes item(String path, int mode) {
    return new ItemBytes()
        .with("path", Raw.of(path))
        .with("mode", number(mode))
        .with("uid", number(0))
        .with("gid", number(0))
        .with("user", Raw.of("root"))
        .with("group", new Value.Nil())
        .with("mtime", number(1_700_000_000_000_000_000L));
  }

  ItemBytes with(String field, Value value) {
    fields.put(field, value);
    return this;
  }

  ItemBytes without(String field) {
    fields.remove(field);
    return this;
  }

  /// Chunks of these sizes; the first byte of an id is the size's lowest.
  ItemBytes chunks(int... sizes) {
    Value[] chunks = new Value[sizes.length];
    int sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      byte[] id = new byte[32];
      id[0] = (byte) sizes[i];
      chunks[i] = Value.Seq.of(Raw.of(id), number(sizes[i]), number(sizes[i] + 3L));
      sum += sizes[i];
    }
    return with("chunks", Value.Seq.of(chunks)).with("size", number(sum));
  }

  static Value number(long value) {
    return new Value.Int(value);
  }

  byte[] bytes() {
    Value.MapBuilder map = Value.Map.builder();
    fields.forEach(map::put);
    return MessagePackWriter.toBytes(map.build());
  }

  static byte[] stream(ItemBytes... items) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (ItemBytes item : items) {
      stream.writeBytes(item.bytes());
    }
    return stream.toByteArray();
  }
}
