package dev.holdfast.guard;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.Raw;

/// A manifest, and where its encryption counted.
record OpenManifest(Manifest manifest, long counter, long counters) {
  /// @throws RefusedException as [Manifest#read]
  static OpenManifest read(Raw content, Key key, MemoryBudget.Share memory)
      throws RefusedException {
    return memory.alone(() -> {
      byte[] object = content.toByteArray();
      return new OpenManifest(
          Manifest.read(object, key), key.counter(object), key.counters(object));
    });
  }
}
