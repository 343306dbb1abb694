package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.Raw;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the repository held when the session began, learned from what its host shows to the client,
/// each object being proven before the client sees it. The session's lock is held meanwhile, so
/// nobody else changes it. For several threads.
final class BaseState {
  private final Repository repository;
  private final Map<ObjectId, ArchiveName> archives = new HashMap<>();
  private final Set<ObjectId> digests = new HashSet<>();
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
    return archives.containsKey(id);
  }

  /// Takes an object on its way to the client.
  ///
  /// @param consumer takes what an archive says of itself
  /// @return what is wrong with it
  synchronized Optional<Verdict.Refuse> shown(
      Raw name, Raw object, Consumer<ArchiveMetadata> consumer) {
    ObjectId id = ObjectId.ofDigest(name.toByteArray());
    ArchiveName archive = archives.get(id);
    try {
      if (id.equals(ObjectId.MANIFEST)) {
        return manifest(object.toByteArray()).map(BaseState::blamed);
      }
      if (archive != null) {
        byte[] plain = ArchiveMetadata.open(id, object.toByteArray(), repository.key());
        return archive(id, plain, archive, consumer);
      }
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(
          blamed("the repository host shows what is not to be believed: " + e.getMessage()));
    }
  }

  /// Whoever shows this is to blame.
  private static Verdict.Refuse blamed(String detail) {
    return new Verdict.Refuse(Reason.WRONG_REPOSITORY, detail);
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
      shown.archives().forEach(entry -> archives.put(entry.id(), entry.name()));
    }
    return wrong;
  }

  /// What was opened is what its id names, so whoever keeps it has no part in what it says.
  private Optional<Verdict.Refuse> archive(
      ObjectId id, byte[] plain, ArchiveName name, Consumer<ArchiveMetadata> consumer) {
    try {
      consumer.accept(ArchiveMetadata.parse(id, plain, repository.key()));
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(
          new Verdict.Refuse(
              Reason.UNUSABLE_ARCHIVE,
              "the archive '%s' cannot be used: %s".formatted(name, e.getMessage())));
    }
  }
}
