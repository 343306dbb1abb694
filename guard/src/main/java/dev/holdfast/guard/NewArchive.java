package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Judges the one archive that a new manifest adds: what it says of itself, every item of it, and
/// every chunk that an item names.
final class NewArchive {
  private final Key key;
  private final BackupTerms terms;
  private final Instant notBefore;
  private final KnownChunks chunks;

  /// @param notBefore the earliest time that the archive may claim
  /// @param chunks what the session has stored; learns what else exists
  NewArchive(Key key, BackupTerms terms, Instant notBefore, KnownChunks chunks) {
    this.key = key;
    this.terms = terms;
    this.notBefore = notBefore;
    this.chunks = chunks;
  }

  Optional<String> against(ManifestEntry entry, Manifest base, OwnReads reads) throws IOException {
    try {
      byte[] object =
          reads.get(entry.id()).orElseThrow(() -> RefusedException.malformed("it is missing"));
      ArchiveMetadata archive = ArchiveMetadata.read(entry.id(), object, key);
      Optional<String> wrong = metadata(archive, entry);
      if (wrong.isEmpty()) {
        items(archive, base, reads);
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
      return Optional.of("the new archive has fields that borg create does not write");
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
    ChunkTable unknown = chunks.none();
    ItemStream stream = new ItemStream(terms.items(), new Naming(unknown));
    reads.getMany(archive.items(), new StreamReader(key, stream));
    stream.end();
    if (unknown.entries() > 0) {
      new OldChunks(key, reads).requireAll(unknown, base);
      chunks.confirm(unknown);
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
