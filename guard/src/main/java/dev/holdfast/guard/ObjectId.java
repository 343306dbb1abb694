package dev.holdfast.guard;

import dev.holdfast.wire.Raw;

/// How Borg names the objects of a repository, and how large they may be.
final class ObjectId {
  static final int BYTES = 32;

  /// Borg's own limit for the content of one object.
  static final int OBJECT_BYTES_MAX = 20_971_479;

  static final Raw MANIFEST = Raw.of(new byte[BYTES]);

  private ObjectId() {}
}
