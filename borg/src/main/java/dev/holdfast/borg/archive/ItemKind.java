package dev.holdfast.borg.archive;

import java.util.Optional;

/// What an item is, by the upper bits of its mode.
public enum ItemKind {
  REGULAR(0100000),
  DIRECTORY(0040000),
  SYMLINK(0120000),
  FIFO(0010000),
  CHARACTER_DEVICE(0020000),
  BLOCK_DEVICE(0060000);

  private static final int MASK = 0170000;

  private final int bits;

  ItemKind(int bits) {
    this.bits = bits;
  }

  /// Empty for what Borg does not store, such as sockets.
  static Optional<ItemKind> ofMode(long mode) {
    for (ItemKind kind : values()) {
      if ((mode & MASK) == kind.bits) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  boolean isDevice() {
    return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }
}
