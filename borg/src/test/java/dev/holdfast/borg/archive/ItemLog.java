package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Writes down what a stream tells.
final class ItemLog implements ItemConsumer {
  final List<Item> items = new ArrayList<>();
  final List<String> chunks = new ArrayList<>();

  static ItemLog read(byte[] stream) throws RefusedException {
    return read(ItemLimits.generous(), stream);
  }

  static ItemLog read(ItemLimits limits, byte[] stream) throws RefusedException {
    ItemLog log = new ItemLog();
    ItemStream items = new ItemStream(limits, log);
    items.feed(ByteBuffer.wrap(stream));
    items.end();
    return log;
  }

  @Override
  public void chunk(ObjectId id, int plainBytes, long storedBytes) {
    chunks.add(id.hex().substring(0, 2) + " " + plainBytes + " " + storedBytes);
  }

  @Override
  public void item(Item item) {
    items.add(item);
  }

  Item only() {
    if (items.size() != 1) {
      throw new AssertionError("not one item: " + items);
    }
    return items.getFirst();
  }
}
