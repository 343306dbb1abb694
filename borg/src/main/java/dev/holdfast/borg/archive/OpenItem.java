package dev.holdfast.borg.archive;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.TokenReader;
import dev.holdfast.wire.Value;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What is known of an item whose end has not been read yet.
final class OpenItem {
  /// Borg writes them into every item, lists none without an owner and restores none without a
  /// time.
  private static final List<ItemKey> OWNED =
      List.of(ItemKey.MTIME, ItemKey.UID, ItemKey.GID, ItemKey.USER, ItemKey.GROUP);

  private int fieldsLeft;
  private @Nullable ItemKey key;
  private final Map<ItemKey, Value> fields = new EnumMap<>(ItemKey.class);
  private final SequencedMap<Raw, Value> attributes = new LinkedHashMap<>();
  private Raw attributeName = Raw.of("");
  private long bytes;
  private long chunks;
  private long plainBytes;

  OpenItem(int fields) {
    this.fieldsLeft = fields;
  }

  void key(byte[] name) throws RefusedException {
    ItemKey next =
        ItemKey.of(name)
            .orElseThrow(() ->
                RefusedException.malformed("an item has a field that Borg 1.x does not know"));
    if (fields.containsKey(next)) {
      throw RefusedException.malformed("an item has a field twice");
    }
    key = next;
  }

  ItemKey key() {
    if (key == null) {
      throw new IllegalStateException("no field has begun");
    }
    return key;
  }

  void value(Value value) throws RefusedException {
    if (value instanceof Raw raw) {
      keep(raw.size());
    }
    fields.put(key(), value);
  }

  /// The field is a list of chunks, of which nothing is kept.
  void listed() {
    fields.put(key(), new Value.Nil());
  }

  void chunk(int size) {
    chunks++;
    plainBytes += size;
  }

  void attributes(long count) throws RefusedException {
    if (count > ItemLimits.ATTRIBUTES_MAX) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "an item has more than " + ItemLimits.ATTRIBUTES_MAX + " attributes");
    }
  }

  void attributeName(byte[] name) throws RefusedException {
    if (name.length == 0 || name.length > ItemLimits.ATTRIBUTE_NAME_BYTES_MAX) {
      throw ItemValues.wrong(key(), "a map with names of acceptable lengths");
    }
    keep(name.length);
    attributeName = Raw.of(name);
  }

  void attributeValue(TokenReader token) throws RefusedException {
    Value value =
        switch (token.kind()) {
          case NIL -> new Value.Nil();
          case RAW -> Raw.of(token.raw());
          case BOOL, INT, SEQ, MAP -> throw ItemValues.wrong(key(), "a map of byte strings");
        };
    keep(value instanceof Raw raw ? raw.size() : 0);
    if (attributes.put(attributeName, value) != null) {
      throw ItemValues.wrong(key(), "free of names given twice");
    }
  }

  /// What is kept of it, in bytes; names of fields and numbers not counted.
  long heldBytes() {
    return bytes;
  }

  private void keep(int more) throws RefusedException {
    bytes += more;
    if (bytes > ItemLimits.ITEM_BYTES_MAX) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "an item has more than " + ItemLimits.ITEM_BYTES_MAX + " bytes");
    }
  }

  void fieldEnds() {
    if (key() == ItemKey.XATTRS) {
      fields.put(ItemKey.XATTRS, new Value.Map(attributes));
    }
    key = null;
    fieldsLeft--;
  }

  boolean isComplete() {
    return fieldsLeft == 0;
  }

  Item finish() throws RefusedException {
    Raw path = (Raw) required(ItemKey.PATH);
    for (ItemKey owned : OWNED) {
      required(owned);
    }
    ItemKind kind =
        ItemKind.ofMode(((Value.Int) required(ItemKey.MODE)).value())
            .orElseThrow(() -> RefusedException.malformed("an item is of a kind that Borg lacks"));
    Optional<Raw> source = source(kind);
    boolean repaired = fields.containsKey(ItemKey.CHUNKS_HEALTHY);
    fitting(kind, source.isPresent());
    Value.MapBuilder kept = Value.Map.builder();
    fields.forEach((each, value) -> {
      if (each.shape() != ItemKey.Shape.CHUNKS) {
        kept.put(each.raw(), value);
      }
    });
    return new Item(path, kind, source, plainBytes, chunks, repaired, kept.build());
  }

  private Value required(ItemKey needed) throws RefusedException {
    Value value = fields.get(needed);
    if (value == null) {
      throw RefusedException.malformed(
          "an item lacks " + needed.fieldName() + ", which every item has");
    }
    return value;
  }

  private Optional<Raw> source(ItemKind kind) throws RefusedException {
    if (!(fields.get(ItemKey.SOURCE) instanceof Raw source)) {
      return Optional.empty();
    }
    if (source.size() == 0) {
      throw ItemValues.wrong(ItemKey.SOURCE, "a path");
    }
    if (kind != ItemKind.SYMLINK) {
      ItemValues.path(ItemKey.SOURCE, source);
    }
    return Optional.of(source);
  }

  /// What belongs to one kind only is not found on another.
  private void fitting(ItemKind kind, boolean hasSource) throws RefusedException {
    boolean regular = kind == ItemKind.REGULAR;
    if (chunks > 0 && (!regular || hasSource)) {
      throw RefusedException.malformed(
          "an item has chunks, but is no file with content of its own");
    }
    if (regular && !hasSource && !fields.containsKey(ItemKey.CHUNKS)) {
      throw RefusedException.malformed("a file has neither chunks nor another name");
    }
    if (kind == ItemKind.DIRECTORY && hasSource) {
      throw RefusedException.malformed("an item is a further name of a directory");
    }
    if (kind == ItemKind.SYMLINK && !hasSource) {
      throw RefusedException.malformed("an item is a symbolic link to nothing");
    }
    if (kind.isDevice() && !hasSource && !fields.containsKey(ItemKey.RDEV)) {
      throw RefusedException.malformed("an item is a device without a number");
    }
    if (regular
        && !hasSource
        && fields.get(ItemKey.SIZE) instanceof Value.Int(long size)
        && size != plainBytes) {
      throw RefusedException.malformed(
          "a file claims to have " + size + " bytes, but its chunks have " + plainBytes);
    }
  }
}
