package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.wire.Raw;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the repository held when the session began, learned from what its host shows to the client,
/// each object being proven before the client sees it. The session's lock is held meanwhile, so
/// nobody else changes it. For several threads.
final class BaseState {
  /// Manifests of a session of which its host may still show each.
  private static final int DIGESTS_MAX = 1_000;

  private final Repository repository;
  private final MemoryBudget.Share memory;
  private final OwnObjects objects;
  private final Map<ObjectId, ArchiveName> archives = new HashMap<>();
  private final SequencedSet<ObjectId> digests = new LinkedHashSet<>();
  private @Nullable Manifest base;
  private @Nullable Manifest latest;

  BaseState(Repository repository, MemoryBudget.Share memory) {
    this.repository = repository;
    this.memory = memory;
    this.objects = new OwnObjects(repository.key(), memory);
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
    if (digests.add(manifest.digest()) && digests.size() > DIGESTS_MAX) {
      digests.removeFirst();
    }
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
        OpenManifest opened = OpenManifest.read(object, repository.key(), memory);
        return manifest(opened).map(BaseState::blamed);
      }
      if (archive != null) {
        return objects.opened(id, object, plain -> archive(id, plain, archive, consumer));
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

  private Optional<String> manifest(OpenManifest opened) {
    Manifest shown = opened.manifest();
    if (base != null) {
      return digests.contains(shown.digest())
          ? Optional.empty()
          : Optional.of("the repository host shows another manifest than before in this session");
    }
    if (!repository.nonces().passed(opened.counter(), opened.counters())) {
      return Optional.of("the manifest claims nonces that nobody can have used");
    }
    Optional<String> wrong = repository.expectation().against(shown);
    if (wrong.isEmpty()) {
      memory.take(shown.archives().size() * Sizes.LISTED_ARCHIVE_BYTES);
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
