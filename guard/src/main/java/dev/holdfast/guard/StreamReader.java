package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ItemStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Feeds the contents of a stream's chunks, each proven to be what its id names. What the stream
/// keeps of an item that has begun counts to the memory of the session.
final class StreamReader implements OwnReads.Receiver, AutoCloseable {
  private final OwnObjects objects;
  private final ItemStream stream;
  private final Holding begun;
  private int skip;

  StreamReader(OwnObjects objects, ItemStream stream) {
    this(objects, stream, 0);
  }

  /// @param skip how many bytes of the first chunk are not fed
  StreamReader(OwnObjects objects, ItemStream stream, int skip) {
    this.objects = objects;
    this.stream = stream;
    this.begun = new Holding(objects.memory());
    this.skip = skip;
  }

  ItemStream stream() {
    return stream;
  }

  @Override
  public void accept(ObjectId id, Optional<byte[]> object) throws RefusedException {
    int _ = objects.open(id, object, this::feed);
  }

  /// @return its length
  int feed(byte[] content) throws RefusedException {
    stream.feed(ByteBuffer.wrap(content, skip, content.length - skip));
    skip = 0;
    begun.set(stream.heldBytes());
    return content.length;
  }

  /// Gives the memory back.
  @Override
  public void close() {
    begun.set(0);
  }
}
