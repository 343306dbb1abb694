package dev.holdfast.borg.archive;

import dev.holdfast.wire.Raw;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The fields that an item of Borg 1.x may have, each with the shape of its value.
enum ItemKey {
  PATH(Shape.PATH),
  SOURCE(Shape.TEXT),
  MODE(Shape.MODE),
  UID(Shape.OWNER),
  GID(Shape.OWNER),
  USER(Shape.NAME_OR_NIL),
  GROUP(Shape.NAME_OR_NIL),
  MTIME(Shape.TIME),
  ATIME(Shape.TIME),
  CTIME(Shape.TIME),
  BIRTHTIME(Shape.TIME),
  SIZE(Shape.COUNT),
  CHUNKS(Shape.CHUNKS),
  CHUNKS_HEALTHY(Shape.CHUNKS),
  HARDLINK_MASTER(Shape.TRUTH),
  RDEV(Shape.COUNT),
  BSDFLAGS(Shape.COUNT),
  XATTRS(Shape.ATTRIBUTES),
  ACL_NFS4(Shape.BYTES),
  ACL_ACCESS(Shape.ACL),
  ACL_DEFAULT(Shape.ACL),
  ACL_EXTENDED(Shape.BYTES),
  PART(Shape.COUNT);

  /// What a value may look like.
  enum Shape {
    PATH,
    TEXT,
    NAME_OR_NIL,
    BYTES,
    ACL,
    MODE,
    OWNER,
    COUNT,
    TIME,
    TRUTH,
    CHUNKS,
    ATTRIBUTES
  }

  private static final Map<ItemKey, Raw> NAMES = new EnumMap<>(ItemKey.class);
  private static final Map<Raw, ItemKey> BY_NAME = new HashMap<>();

  static {
    for (ItemKey key : values()) {
      Raw name = Raw.of(key.fieldName());
      NAMES.put(key, name);
      BY_NAME.put(name, key);
    }
  }

  private final Shape shape;

  ItemKey(Shape shape) {
    this.shape = shape;
  }

  static Optional<ItemKey> of(byte[] name) {
    return Optional.ofNullable(BY_NAME.get(Raw.of(name)));
  }

  Shape shape() {
    return shape;
  }

  String fieldName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Raw raw() {
    return Objects.requireNonNull(NAMES.get(this));
  }
}
