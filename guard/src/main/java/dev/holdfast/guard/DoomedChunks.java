package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import java.io.IOException;
import java.util.List;

/// What may go with planned archives: their metadata, the chunks of their streams, and what their
/// items name, but nothing of all this that belongs to a remaining archive as well. Every archive
/// is read, each chunk of it being proven.
final class DoomedChunks {
  /// Files of some 14 TB that are in planned archives; 128 MiB of memory, for a moment 192.
  private static final int CHUNKS_MAX = 6_000_000;

  private final Key key;
  private final ProofProgress progress;
  private final CandidateIds candidates;
  private boolean learned;

  DoomedChunks(Key key, ProofProgress progress) {
    this(key, progress, CHUNKS_MAX);
  }

  /// @param chunksMax how many objects planned archives may consist of
  DoomedChunks(Key key, ProofProgress progress, int chunksMax) {
    this.key = key;
    this.progress = progress;
    this.candidates = new CandidateIds(chunksMax);
  }

  /// Reads the archives at the first question; what may go may go once.
  boolean mayGo(ObjectId id, List<ManifestEntry> dropped, List<ManifestEntry> kept, OwnReads reads)
      throws IOException, RefusedException {
    if (!learned) {
      learn(dropped, kept, reads);
      learned = true;
    }
    return candidates.strike(id);
  }

  private void learn(List<ManifestEntry> dropped, List<ManifestEntry> kept, OwnReads reads)
      throws IOException, RefusedException {
    int all = dropped.size() + kept.size();
    int read = 0;
    SharedStreams going = new SharedStreams(key, new Each(this::propose));
    for (ManifestEntry entry : dropped) {
      read(entry, going, this::propose, reads);
      progress.read(++read, all);
    }
    SharedStreams staying = new SharedStreams(key, new Each(candidates::strike));
    for (ManifestEntry entry : kept) {
      read(entry, staying, candidates::strike, reads);
      progress.read(++read, all);
    }
  }

  private void propose(ObjectId id) throws RefusedException {
    if (!candidates.add(id)) {
      throw RefusedException.malformed("the planned archives name too many chunks");
    }
  }

  private void read(ManifestEntry entry, SharedStreams streams, Naming naming, OwnReads reads)
      throws IOException, RefusedException {
    try {
      byte[] object =
          reads.get(entry.id()).orElseThrow(() -> RefusedException.malformed("it is missing"));
      ArchiveMetadata archive = ArchiveMetadata.read(entry.id(), object, key);
      naming.named(entry.id());
      for (ObjectId id : archive.items()) {
        naming.named(id);
      }
      streams.read(archive.items(), reads);
    } catch (RefusedException e) {
      throw new RefusedException(
          e.refusal(), "the archive '" + entry.name() + "' cannot be used: " + e.getMessage());
    }
  }

  /// Hears of an object that belongs to an archive.
  @FunctionalInterface
  private interface Naming {
    void named(ObjectId id) throws RefusedException;
  }

  /// The chunks of files.
  private record Each(Naming naming) implements ItemConsumer {
    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException {
      naming.named(id);
    }

    @Override
    public void item(Item item) {}
  }
}
