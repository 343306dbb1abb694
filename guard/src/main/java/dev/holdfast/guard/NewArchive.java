package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Judges the one archive that a new manifest adds: what it says of itself, every item of it, and
/// every chunk that an item names.
final class NewArchive {
  private final OwnObjects objects;
  private final Promised promised;
  private final BackupTerms terms;
  private final Instant notBefore;
  private final KnownChunks chunks;
  private final MemoryBudget.Share memory;

  /// @param notBefore the earliest time that the archive may claim
  /// @param chunks what the session has stored; learns what else exists
  NewArchive(OwnObjects objects, BackupTerms terms, Instant notBefore, KnownChunks chunks) {
    this.objects = objects;
    this.promised = new Promised(objects);
    this.terms = terms;
    this.notBefore = notBefore;
    this.chunks = chunks;
    this.memory = objects.memory();
  }

  /// @param entry of what the session has stored
  /// @throws HostAtFaultException if the host does not hold what it must
  Optional<String> against(ManifestEntry entry, Manifest base, OwnReads reads) throws IOException {
    try {
      ArchiveMetadata archive = promised.archive(entry.id(), reads);
      Optional<String> wrong = metadata(archive, entry);
      if (wrong.isEmpty()) {
        try (var _ = memory.hold(archive.items().size() * Sizes.LISTED_ID_BYTES)) {
          items(archive, base, reads);
        }
      }
      return wrong;
    } catch (RefusedException e) {
      return Optional.of("the new archive is not acceptable: " + e.getMessage());
    }
  }

  private Optional<String> metadata(ArchiveMetadata archive, ManifestEntry entry) {
    if (!archive.proven()) {
      return Optional.of("the new archive carries no proof");
    }
    if (!archive.exact()) {
      return Optional.of("the new archive does not have the fields that borg create writes");
    }
    if (!archive.name().equals(entry.name()) || !archive.start().equals(entry.time())) {
      return Optional.of("the new archive does not have the name and time of its entry");
    }
    Instant latest = terms.latest();
    if (archive.start().isBefore(notBefore)
        || archive.start().isAfter(latest)
        || archive.end().isBefore(notBefore)
        || archive.end().isAfter(latest)) {
      return Optional.of(
          "the new archive's time %s is not between %s and %s; compare the clocks"
              .formatted(archive.start(), notBefore, latest));
    }
    return Optional.empty();
  }

  private void items(ArchiveMetadata archive, Manifest base, OwnReads reads)
      throws IOException, RefusedException {
    requireStream(archive, base, reads);
    ChunkTable unknown = chunks.none();
    ItemStream stream = new ItemStream(terms.items(), new Naming(unknown));
    try (var reader = new StreamReader(objects, stream)) {
      reads.getMany(archive.items(), promised.to(reader));
    }
    stream.end();
    if (unknown.entries() > 0) {
      new OldChunks(objects, reads).requireAll(unknown, archive.items(), base);
      chunks.confirm(unknown);
    }
  }

  /// Every piece of the stream was sent in this session or is one of an older stream: only that may
  /// be read by later sessions.
  private void requireStream(ArchiveMetadata archive, Manifest base, OwnReads reads)
      throws IOException, RefusedException {
    ChunkTable foreign = chunks.notSent(archive.items());
    try {
      new OldStreams(promised, reads).requireAll(archive.items(), foreign, base);
    } finally {
      foreign.clear();
    }
  }

  /// Collects what is named and not known yet.
  private final class Naming implements ItemConsumer {
    private final ChunkTable unknown;

    Naming(ChunkTable unknown) {
      this.unknown = unknown;
    }

    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException {
      chunks.named(id, plainBytes, unknown);
    }

    @Override
    public void item(Item item) throws RefusedException {
      if (item.repaired()) {
        throw RefusedException.malformed("it holds an item that borg check has repaired");
      }
    }
  }
}
