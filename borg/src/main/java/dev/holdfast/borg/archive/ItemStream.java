package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.TokenReader;
import dev.holdfast.wire.TokenReader.Kind;
import dev.holdfast.wire.WireException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the items of an archive from the contents of its chunks, fed in their order, whatever
/// borders they have. Holds one item at a time, without its chunks.
///
/// Not for several threads, and of no use once it has thrown.
public final class ItemStream {
  private static final int CHUNK_PARTS = 3;

  private final ItemLimits limits;
  private final ItemConsumer consumer;
  private final TokenReader tokens = new TokenReader(ItemLimits.RAW_BYTES_MAX);

  private State state = State.ITEM;
  private @Nullable OpenItem open;
  private long entriesLeft;
  private ObjectId chunkId = ObjectId.MANIFEST;
  private int chunkBytes;

  private long streamBytes;
  private long finishedBytes;
  private long items;
  private long plainBytes;

  /// What is expected next.
  private enum State {
    ITEM,
    KEY,
    VALUE,
    CHUNK,
    CHUNK_ID,
    CHUNK_BYTES,
    CHUNK_STORED_BYTES,
    ATTRIBUTE_NAME,
    ATTRIBUTE_VALUE
  }

  public ItemStream(ItemLimits limits, ItemConsumer consumer) {
    this.limits = limits;
    this.consumer = consumer;
  }

  /// Reads the content of the next chunk of the stream. The buffer is the caller's again
  /// afterwards.
  ///
  /// @throws RefusedException if the stream is not what Borg writes, beyond a limit, or not
  ///   acceptable to the consumer
  public void feed(ByteBuffer content) throws RefusedException {
    streamBytes += content.remaining();
    if (streamBytes > limits.streamBytesMax()) {
      throw tooLarge("has more than " + limits.streamBytesMax() + " bytes");
    }
    tokens.feed(content);
    try {
      while (tokens.advance()) {
        accept();
      }
    } catch (WireException e) {
      throw malformed("is malformed: " + e.getMessage());
    }
  }

  /// To be called after the last chunk.
  ///
  /// @throws RefusedException if the stream ends inside an item
  public void end() throws RefusedException {
    if (state != State.ITEM || !tokens.atBoundary()) {
      throw malformed("ends inside an item");
    }
  }

  /// How many bytes of the item that has begun were fed; 0 between two items. Whoever feeds them to
  /// a new stream can go on with that one.
  public long unfinishedBytes() {
    return streamBytes - finishedBytes;
  }

  /// What is kept of the item that has begun, in bytes.
  public long heldBytes() {
    return tokens.heldBytes() + (open == null ? 0 : open.heldBytes());
  }

  /// Items read so far.
  public long items() {
    return items;
  }

  /// Sum of the sizes of all chunks read so far.
  public long plainBytes() {
    return plainBytes;
  }

  private void accept() throws RefusedException {
    switch (state) {
      case ITEM -> beginItem();
      case KEY -> item().key(text());
      case VALUE -> value();
      case CHUNK -> {
        if (expect(Kind.SEQ, "a chunk") != CHUNK_PARTS) {
          throw malformed("lists a chunk that has not three parts");
        }
      }
      case CHUNK_ID -> chunkId = ObjectId.parse(text());
      case CHUNK_BYTES -> chunkBytes = (int) number(ItemLimits.CHUNK_BYTES_MAX);
      case CHUNK_STORED_BYTES -> chunk(number(ItemLimits.CHUNK_STORED_BYTES_MAX));
      case ATTRIBUTE_NAME -> item().attributeName(text());
      case ATTRIBUTE_VALUE -> item().attributeValue(tokens);
    }
    state = next();
  }

  private State next() throws RefusedException {
    return switch (state) {
      case ITEM -> State.KEY;
      case KEY -> State.VALUE;
      case VALUE -> afterHeader();
      case CHUNK -> State.CHUNK_ID;
      case CHUNK_ID -> State.CHUNK_BYTES;
      case CHUNK_BYTES -> State.CHUNK_STORED_BYTES;
      case CHUNK_STORED_BYTES -> --entriesLeft > 0 ? State.CHUNK : afterField();
      case ATTRIBUTE_NAME -> State.ATTRIBUTE_VALUE;
      case ATTRIBUTE_VALUE -> --entriesLeft > 0 ? State.ATTRIBUTE_NAME : afterField();
    };
  }

  private void beginItem() throws RefusedException {
    long fields = expect(Kind.MAP, "an item");
    if (fields < 1 || fields > ItemKey.values().length) {
      throw malformed("has an item of " + fields + " fields");
    }
    if (++items > limits.itemsMax()) {
      throw tooLarge("has more than " + limits.itemsMax() + " items");
    }
    open = new OpenItem((int) fields);
  }

  private void value() throws RefusedException {
    entriesLeft = 0;
    switch (item().key().shape()) {
      case CHUNKS -> {
        entriesLeft = expect(Kind.SEQ, "a list of chunks");
        if (entriesLeft > limits.fileChunksMax()) {
          throw tooLarge("has a file of more than " + limits.fileChunksMax() + " chunks");
        }
        item().listed();
      }
      case ATTRIBUTES -> {
        entriesLeft = expect(Kind.MAP, "a map of attributes");
        item().attributes(entriesLeft);
      }
      case PATH, TEXT, NAME_OR_NIL, BYTES, ACL, MODE, OWNER, COUNT, TIME, TRUTH ->
          item().value(ItemValues.of(item().key(), tokens));
    }
  }

  private State afterHeader() throws RefusedException {
    if (entriesLeft == 0) {
      return afterField();
    }
    return item().key().shape() == ItemKey.Shape.CHUNKS ? State.CHUNK : State.ATTRIBUTE_NAME;
  }

  private State afterField() throws RefusedException {
    OpenItem item = item();
    item.fieldEnds();
    if (!item.isComplete()) {
      return State.KEY;
    }
    open = null;
    finishedBytes = tokens.offset();
    consumer.item(item.finish());
    return State.ITEM;
  }

  private void chunk(long storedBytes) throws RefusedException {
    if (item().key() == ItemKey.CHUNKS_HEALTHY) {
      return;
    }
    plainBytes += chunkBytes;
    if (plainBytes > limits.plainBytesMax()) {
      throw tooLarge("names files of more than " + limits.plainBytesMax() + " bytes together");
    }
    item().chunk(chunkBytes);
    consumer.chunk(chunkId, chunkBytes, storedBytes);
  }

  private OpenItem item() {
    if (open == null) {
      throw new IllegalStateException("no item is open");
    }
    return open;
  }

  private byte[] text() throws RefusedException {
    expect(Kind.RAW, "a byte string");
    return tokens.raw();
  }

  private long number(long max) throws RefusedException {
    long number = expect(Kind.INT, "a number");
    if (number < 0 || number > max) {
      throw malformed("lists a chunk of " + number + " bytes");
    }
    return number;
  }

  private long expect(Kind kind, String what) throws RefusedException {
    if (tokens.kind() != kind) {
      throw malformed("has a " + tokens.kind() + " where " + what + " should be");
    }
    return tokens.number();
  }

  private static RefusedException malformed(String what) {
    return RefusedException.malformed("the stream of items " + what);
  }

  private static RefusedException tooLarge(String what) {
    return new RefusedException(Refusal.TOO_LARGE, "the stream of items " + what);
  }
}
