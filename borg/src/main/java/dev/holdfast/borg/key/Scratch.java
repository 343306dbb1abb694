package dev.holdfast.borg.key;

import dev.holdfast.borg.compression.Room;

/// What looking into objects needs of memory, for one thread: up to three times the largest object.
/// Holds plain content until it is used again.
public final class Scratch {
  private final int objectBytesMax;
  private final Room stored = new Room();
  private final Room opened = new Room();
  private final Room plain = new Room();

  /// @param objectBytesMax of the largest object that it has room for, as stored and as it
  ///   decompresses
  public Scratch(int objectBytesMax) {
    this.objectBytesMax = objectBytesMax;
  }

  /// The largest object that it has room for, in bytes.
  public int objectBytesMax() {
    return objectBytesMax;
  }

  Room stored() {
    return stored;
  }

  Room opened() {
    return opened;
  }

  Room plain() {
    return plain;
  }
}
