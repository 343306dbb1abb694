package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ItemStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Feeds the contents of a stream's chunks, each proven to be what its id names.
record StreamReader(OwnObjects objects, ItemStream stream) implements OwnReads.Receiver {
  @Override
  public void accept(ObjectId id, Optional<byte[]> object) throws RefusedException {
    var _ =
        objects.open(
            id,
            object,
            plain -> {
              stream.feed(ByteBuffer.wrap(plain));
              return plain.length;
            });
  }
}
