package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the pieces of a new archive's stream of items that the session has not sent in the streams
/// of older archives. Whoever may read an archive's stream reads all pieces of it, so a piece that
/// is the content of an old file would make that readable.
final class OldStreams {
  private static final int WANTED = 0;
  private static final int FOUND = 1;

  private final Promised promised;
  private final OwnReads reads;

  OldStreams(Promised promised, OwnReads reads) {
    this.promised = promised;
    this.reads = reads;
  }

  /// @param stream of the new archive
  /// @param foreign those pieces of it that the session has not sent
  /// @throws RefusedException if one of them is not in the stream of any older archive
  /// @throws HostAtFaultException if that cannot be said, because the host has lost such an archive
  void requireAll(List<ObjectId> stream, ChunkTable foreign, Manifest base)
      throws IOException, RefusedException {
    int left = foreign.entries();
    @Nullable HostAtFaultException fault = null;
    for (ManifestEntry entry : base.archives().reversed()) {
      if (left == 0) {
        return;
      }
      try {
        left -= found(entry, foreign);
      } catch (HostAtFaultException e) {
        fault = e;
      }
    }
    if (left > 0 && fault != null) {
      throw fault;
    }
    for (ObjectId id : stream) {
      if (foreign.size(id) == WANTED) {
        throw RefusedException.malformed(
            "its list of files is continued in %s, which was not sent and is in no older list of files"
                .formatted(id));
      }
    }
  }

  private int found(ManifestEntry entry, ChunkTable foreign) throws IOException {
    int found = 0;
    MemoryBudget.Share memory = promised.objects().memory();
    try {
      List<ObjectId> pieces = promised.archive(entry.id(), reads).items();
      try (var _ = memory.hold(pieces.size() * Sizes.LISTED_ID_BYTES)) {
        for (ObjectId id : pieces) {
          if (foreign.size(id) == WANTED) {
            foreign.put(id, FOUND);
            found++;
          }
        }
      }
    } catch (RefusedException _) {
      // Nobody can read the stream of an archive that cannot be read itself.
      return 0;
    }
    return found;
  }
}
