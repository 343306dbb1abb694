package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// A target may add one archive, and change nothing. Every object is opened, the manifest is
/// compared with the one before, and the new archive is read to its last chunk, before anything of
/// it becomes durable.
public final class BackupRules implements ContentRules {
  /// Borg stores an archive's metadata just before the manifest that names it; files may look like
  /// metadata, too.
  private static final int FRESH_MAX = 1_000;

  /// Borg deletes each before it makes the next.
  private static final int CHECKPOINTS_MAX = 1_000;

  private final Repository repository;
  private final BackupTerms terms;
  private final ObjectExaminer examiner;
  private final BaseState base;
  private final ShownStreams streams;
  private final KnownChunks chunks;
  private final HeldObjects held;
  private final NewArchive archive;
  private final MemoryBudget.Share memory;

  /// The latest objects that may be an archive's metadata and that nobody had stored before this
  /// session.
  private final SequencedSet<ObjectId> fresh = new LinkedHashSet<>();

  private final Set<ObjectId> checkpoints = new HashSet<>();

  /// The session's time begins now.
  ///
  /// @param memory for what the session must remember; whoever gives it closes it when the session
  ///   is over
  public BackupRules(Repository repository, BackupTerms terms, MemoryBudget.Share memory) {
    this.repository = repository;
    this.terms = terms;
    this.memory = memory;
    this.examiner = new ObjectExaminer(repository.key(), repository.nonces(), memory);
    this.base = new BaseState(repository, memory);
    this.streams = new ShownStreams(memory);
    OwnObjects objects = new OwnObjects(repository.key(), memory);
    this.held = new HeldObjects(objects);
    this.chunks = new KnownChunks(terms.chunksMax(), memory, held::forget);
    Instant notBefore = terms.clock().instant().minus(terms.skew());
    this.archive = new NewArchive(objects, terms, notBefore, chunks);
  }

  @Override
  public Examined examine(Raw id, Raw content, Scratch scratch) {
    return examiner.examine(id, content, scratch);
  }

  /// What the repository holds is never written again, not even with the same content: nobody but
  /// borg itself can say whether borg would read another form of it.
  @Override
  public Storing put(Raw name, Examined.Sound examined, OwnReads reads) throws IOException {
    ObjectId id = ObjectId.ofDigest(name.toByteArray());
    boolean again = chunks.wasSent(id) || held.holds(id, reads);
    if (!chunks.add(id, examined.plainBytes())) {
      return new Storing.Refused("more than " + terms.chunksMax() + " different chunks were sent");
    }
    if (again) {
      return new Storing.Held();
    }
    if (examined.metadata() && fresh.add(id) && fresh.size() > FRESH_MAX) {
      fresh.removeFirst();
    }
    return new Storing.Anew();
  }

  @Override
  public Optional<String> putManifest(Raw content, OwnReads reads) throws IOException {
    Optional<Manifest> latest = base.latest();
    Optional<Manifest> old = base.base();
    if (latest.isEmpty() || old.isEmpty()) {
      return Optional.of("a manifest is to be stored that was never read");
    }
    Manifest changed;
    try {
      changed = examiner.manifest(content);
    } catch (RefusedException e) {
      return Optional.of("the new manifest is not acceptable: " + e.getMessage());
    }
    Optional<String> wrong = ManifestRules.against(changed, latest.get(), terms.latest());
    if (wrong.isEmpty()) {
      wrong = entries(changed, old.get(), reads);
    }
    if (wrong.isEmpty()) {
      base.accepted(changed);
    }
    return wrong;
  }

  private Optional<String> entries(Manifest changed, Manifest old, OwnReads reads)
      throws IOException {
    if (!ManifestRules.missing(old, changed).isEmpty()) {
      return Optional.of("the new manifest lacks or changes an archive of before");
    }
    List<ManifestEntry> added = ManifestRules.missing(changed, old);
    if (added.size() != 1) {
      return Optional.of("the new manifest adds " + added.size() + " archives instead of one");
    }
    ManifestEntry entry = added.getFirst();
    if (!ManifestRules.isNameOrCheckpoint(entry.name(), terms.archive())) {
      return Optional.of(
          "the new archive is named '%s' instead of '%s'".formatted(entry.name(), terms.archive()));
    }
    if (!fresh.contains(entry.id()) || base.isArchive(entry.id())) {
      return Optional.of("the new archive was not stored in this session for the first time");
    }
    if (checkpoints.size() == CHECKPOINTS_MAX) {
      return Optional.of("more than " + CHECKPOINTS_MAX + " checkpoints are to be kept");
    }
    Optional<String> wrong = archive.against(entry, old, reads);
    if (wrong.isEmpty() && !entry.name().equals(terms.archive())) {
      checkpoints.add(entry.id());
    }
    return wrong;
  }

  @Override
  public Optional<String> delete(Raw name, OwnReads reads) {
    ObjectId id = ObjectId.ofDigest(name.toByteArray());
    if (!checkpoints.remove(id)) {
      return Optional.of("something is to be deleted that is no checkpoint of this session");
    }
    fresh.remove(id);
    chunks.remove(id);
    return Optional.empty();
  }

  @Override
  public Optional<String> get(Raw name) {
    ObjectId id = ObjectId.ofDigest(name.toByteArray());
    return id.equals(ObjectId.MANIFEST)
            || base.isArchive(id)
            || streams.contains(id)
            || chunks.wasSent(id)
        ? Optional.empty()
        : Optional.of("data of older archives is to be read");
  }

  @Override
  public Optional<Verdict.Refuse> shown(Raw id, Raw object) {
    return base.shown(id, object, streams::learn);
  }

  @Override
  public MemoryBudget.Share memory() {
    return memory;
  }

  @Override
  public Nonces nonces() {
    return repository.nonces();
  }

  @Override
  public Optional<Raw> lockedKey() {
    return repository.lockedKey();
  }
}
