package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;

/// Is told what a stream of items holds, while it is read.
public interface ItemConsumer {
  /// One piece of the content of the item that [#item] tells of next, in order. An item that turns
  /// out to be unacceptable has told of its chunks already.
  ///
  /// @param plainBytes its size, as the stream claims
  /// @param storedBytes its size after compression, as the stream claims
  void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException;

  /// One item, all its chunks having been told.
  void item(Item item) throws RefusedException;
}
