package dev.holdfast.borg.repository;

import dev.holdfast.borg.LossyText;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemKind;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A stream of items as `borg list` shows it.
final class ItemLines implements ItemConsumer {
  static final String FORMAT = "{type}|{uid}|{user}|{size}|{num_chunks}|{source}|{path}{NUL}";

  private final StringBuilder lines = new StringBuilder();
  private final Map<ObjectId, Integer> sizes = new LinkedHashMap<>();
  private long files;

  @Override
  public void chunk(ObjectId id, int plainBytes, long storedBytes) {
    sizes.put(id, plainBytes);
  }

  @Override
  public void item(Item item) {
    if (item.kind() == ItemKind.REGULAR && !item.isFurtherName()) {
      files++;
    }
    lines.append(
        String.join(
            "|",
            type(item),
            String.valueOf(((Value.Int) field(item, "uid")).value()),
            LossyText.of((Raw) field(item, "user")),
            String.valueOf(size(item)),
            String.valueOf(item.chunks()),
            item.source().map(ItemLines::shown).orElse(""),
            shown(item.path())));
    lines.append('\0');
  }

  private static String shown(Raw name) {
    return LossyText.of(name).replace('\ufffd', '?');
  }

  private static long size(Item item) {
    return item.kind() == ItemKind.SYMLINK ? item.source().orElseThrow().size() : item.plainBytes();
  }

  private static Value field(Item item, String name) {
    return item.fields().get(name).orElseThrow();
  }

  private static String type(Item item) {
    return switch (item.kind()) {
      case REGULAR -> "-";
      case DIRECTORY -> "d";
      case SYMLINK -> "l";
      case FIFO -> "p";
      case CHARACTER_DEVICE -> "c";
      case BLOCK_DEVICE -> "b";
    };
  }

  String text() {
    return lines.toString();
  }

  long files() {
    return files;
  }

  List<ObjectId> chunks() {
    return new ArrayList<>(sizes.keySet());
  }

  Map<ObjectId, Integer> sizes() {
    return sizes;
  }
}
