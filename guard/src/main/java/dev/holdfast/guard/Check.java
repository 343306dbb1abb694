package dev.holdfast.guard;

import dev.holdfast.wire.Raw;

/// What is still to be judged of a request that may come now and is well formed: what it carries.
sealed interface Check {
  /// Nothing.
  record None() implements Check {}

  /// Whether this object may be read.
  record Get(Raw id) implements Check {}

  /// Whether this object may be stored.
  record Put(Raw id, Raw content) implements Check {}

  /// Whether this may become the manifest.
  record Manifest(Raw content) implements Check {}

  /// Whether this object may be deleted.
  record Delete(Raw id) implements Check {}
}
