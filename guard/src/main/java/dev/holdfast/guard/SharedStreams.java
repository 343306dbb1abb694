package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the items of many archives, most of which say the same: where a chunk of a stream comes
/// again after the very same beginning of an item, it says what it said before, and is not fetched.
/// So a chunk of a file that several archives name may be told of once, or more than once. Whoever
/// arranges chunks so that passing over them costs more than it saves is read plainly: an archive
/// of `n` chunks is read with `3 n` of them at most.
///
/// Not for several threads.
final class SharedStreams {
  /// Streams of some 2.5 GB, or of ten million files; each chunk takes about 250 bytes of memory.
  private static final int CHUNKS_MAX = 20_000;

  /// The item that has begun where one chunk ends and the next begins. Two that are equal are of
  /// the same bytes: they are named by a hash of them, or of the chunks that they consist of.
  ///
  /// @param bytes how many there are of it so far
  private record Begun(ObjectId name, long bytes) {}

  /// What a chunk has made of one beginning.
  private record Seen(Begun before, Begun after, int plainBytes) {}

  private final OwnObjects objects;
  private final ItemConsumer consumer;
  private final int chunksMax;
  private final Map<ObjectId, Seen> seen = new HashMap<>();

  SharedStreams(OwnObjects objects, ItemConsumer consumer) {
    this(objects, consumer, CHUNKS_MAX);
  }

  /// @param chunksMax how many are remembered at most
  SharedStreams(OwnObjects objects, ItemConsumer consumer, int chunksMax) {
    this.objects = objects;
    this.consumer = consumer;
    this.chunksMax = chunksMax;
  }

  /// Reads the stream of one archive.
  ///
  /// @throws RefusedException if a chunk is missing, is not what its id names, or is malformed
  void read(List<ObjectId> chunks, OwnReads reads) throws IOException, RefusedException {
    try (var walk = new Walk(chunks.size())) {
      read(chunks, walk, reads);
    }
  }

  private static void read(List<ObjectId> chunks, Walk walk, OwnReads reads)
      throws IOException, RefusedException {
    int at = 0;
    while (at < chunks.size()) {
      if (walk.passes(chunks.get(at))) {
        at++;
        continue;
      }
      walk.goBack(chunks.subList(0, at), reads);
      int end = at + 1;
      while (end < chunks.size() && !walk.mayPass(chunks.get(end))) {
        end++;
      }
      reads.getMany(chunks.subList(at, end), walk);
      at = end;
    }
    walk.end();
  }

  /// One archive's stream.
  private final class Walk implements OwnReads.Receiver, AutoCloseable {
    private Begun begun = beginning(new byte[0], 0);
    private boolean forgets;
    // How many chunks may still be fetched for having been passed over.
    private int againMax;
    // None right after chunks that were passed over.
    private @Nullable StreamReader reader;

    /// @param chunks how many there are
    Walk(int chunks) {
      againMax = chunks;
    }

    /// Whether [#passes] may be true of this chunk, wherever it comes.
    boolean mayPass(ObjectId id) {
      return againMax > 0 && seen.containsKey(id);
    }

    /// Goes over a chunk that says nothing new here.
    boolean passes(ObjectId id) {
      Seen known = seen.get(id);
      if (againMax <= 0 || known == null || !known.before().equals(begun)) {
        return false;
      }
      if (forgets && known.after().bytes() > known.plainBytes()) {
        // Where the item began is not known any more.
        return false;
      }
      begun = known.after();
      close();
      return true;
    }

    /// After chunks that were passed over, the item that has begun in them is read again.
    void goBack(List<ObjectId> passed, OwnReads reads) throws IOException, RefusedException {
      if (reader != null) {
        return;
      }
      ItemStream items = new ItemStream(ItemLimits.generous(), consumer);
      long bytes = 0;
      int from = passed.size();
      while (bytes < begun.bytes()) {
        bytes += known(passed.get(--from)).plainBytes();
      }
      againMax -= passed.size() - from;
      reader = new StreamReader(objects, items, (int) (bytes - begun.bytes()));
      reads.getMany(passed.subList(from, passed.size()), reader);
    }

    @Override
    public void accept(ObjectId id, Optional<byte[]> object) throws RefusedException {
      var _ = objects.open(id, object, content -> read(id, content));
    }

    private long read(ObjectId id, byte[] content) throws RefusedException {
      StreamReader items = reader();
      items.feed(content);
      Begun before = begun;
      long unfinished = items.stream().unfinishedBytes();
      begun =
          unfinished <= content.length
              ? beginning(content, (int) unfinished)
              : longer(before, id, unfinished);
      if (seen.containsKey(id) || seen.size() < chunksMax) {
        seen.put(id, new Seen(before, begun, content.length));
      } else {
        forgets = true;
      }
      return unfinished;
    }

    void end() throws RefusedException {
      if (begun.bytes() > 0) {
        reader().stream().end();
      }
    }

    private StreamReader reader() throws RefusedException {
      if (reader == null) {
        throw RefusedException.malformed("the stream of items ends inside an item");
      }
      return reader;
    }

    @Override
    public void close() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }
  }

  private Seen known(ObjectId id) {
    Seen known = seen.get(id);
    if (known == null) {
      throw new IllegalStateException("a chunk was passed over that nobody knows");
    }
    return known;
  }

  /// An item that has begun inside this content, or right behind it.
  private Begun beginning(byte[] content, int bytes) {
    byte[] named = new byte[1 + bytes];
    System.arraycopy(content, content.length - bytes, named, 1, bytes);
    return new Begun(objects.key().idOf(named), bytes);
  }

  /// An item that had begun before this chunk and takes all of it.
  private Begun longer(Begun before, ObjectId chunk, long bytes) {
    ByteBuffer named = ByteBuffer.allocate(1 + 2 * ObjectId.BYTES);
    named.put((byte) 1).put(before.name().bytes()).put(chunk.bytes());
    return new Begun(objects.key().idOf(named.array()), bytes);
  }
}
