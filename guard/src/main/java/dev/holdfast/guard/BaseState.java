package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.Raw;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the repository held when the session began, learned from what its host shows to the client,
/// each object being proven before the client sees it. The session's lock is held meanwhile, so
/// nobody else changes it. For several threads.
final class BaseState {
  /// Enough for the streams of all archives of a large repository.
  private static final int STREAM_CHUNKS_MAX = 4_000_000;

  private final Repository repository;
  private final Set<ObjectId> archives = new HashSet<>();
  private final Set<ObjectId> digests = new HashSet<>();
  private final ChunkTable streams = new ChunkTable(STREAM_CHUNKS_MAX);
  private @Nullable Manifest base;
  private @Nullable Manifest latest;

  BaseState(Repository repository) {
    this.repository = repository;
  }

  /// The manifest at the start of the session, once it was shown.
  synchronized Optional<Manifest> base() {
    return Optional.ofNullable(base);
  }

  /// The manifest that was shown or accepted last.
  synchronized Optional<Manifest> latest() {
    return Optional.ofNullable(latest);
  }

  /// A manifest of this session was accepted.
  synchronized void accepted(Manifest manifest) {
    latest = manifest;
    digests.add(manifest.digest());
  }

  synchronized boolean isArchive(ObjectId id) {
    return archives.contains(id);
  }

  /// Whether a backup may read this: the list of archives, and what they say of their items.
  synchronized boolean isReadable(ObjectId id) {
    return id.equals(ObjectId.MANIFEST)
        || archives.contains(id)
        || streams.size(id) != ChunkTable.ABSENT;
  }

  /// Takes an object on its way to the client.
  ///
  /// @return what is wrong with it, and with its host
  synchronized Optional<String> shown(Raw name, Raw object) {
    ObjectId id = ObjectId.ofDigest(name.toByteArray());
    try {
      if (id.equals(ObjectId.MANIFEST)) {
        return manifest(object.toByteArray());
      }
      if (archives.contains(id)) {
        return archive(ArchiveMetadata.read(id, object.toByteArray(), repository.key()));
      }
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of("the repository host shows what is not to be believed: " + e.getMessage());
    }
  }

  private Optional<String> manifest(byte[] object) throws RefusedException {
    Key key = repository.key();
    Manifest shown = Manifest.read(object, key);
    if (base != null) {
      return digests.contains(shown.digest())
          ? Optional.empty()
          : Optional.of("the repository host shows another manifest than before in this session");
    }
    if (!repository.nonces().passed(key.counter(object), key.counters(object))) {
      return Optional.of("the manifest claims nonces that nobody can have used");
    }
    Optional<String> wrong = repository.expectation().against(shown);
    if (wrong.isEmpty()) {
      base = shown;
      accepted(shown);
      shown.archives().stream().map(ManifestEntry::id).forEach(archives::add);
    }
    return wrong;
  }

  private Optional<String> archive(ArchiveMetadata archive) {
    for (ObjectId id : archive.items()) {
      if (!streams.put(id, 0)) {
        return Optional.of("the archives of the repository have too many items");
      }
    }
    return Optional.empty();
  }
}
