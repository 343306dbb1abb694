package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.key.Key;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Feeds the contents of a stream's chunks, each proven to be what its id names.
record StreamReader(Key key, ItemStream stream) implements OwnReads.Receiver {
  /// No chunk that Borg makes is larger.
  private static final int CHUNK_PLAIN_BYTES_MAX = 20_971_479;

  @Override
  public void accept(ObjectId id, Optional<byte[]> object) throws RefusedException {
    stream.feed(ByteBuffer.wrap(open(key, id, object)));
  }

  static byte[] open(Key key, ObjectId id, Optional<byte[]> object) throws RefusedException {
    if (object.isEmpty()) {
      throw RefusedException.malformed("it names the chunk " + id + ", which does not exist");
    }
    return key.open(id, object.get(), CHUNK_PLAIN_BYTES_MAX);
  }
}
