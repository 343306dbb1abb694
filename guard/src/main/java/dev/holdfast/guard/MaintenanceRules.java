package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The controller's own borg executes one task and nothing else: a manifest loses exactly the
/// planned archives, and only what these name is deleted; or nothing changes at all.
public final class MaintenanceRules implements ContentRules {
  private final Repository repository;
  private final MaintenanceTask task;
  private final InstantSource clock;
  private final ObjectExaminer examiner;
  private final BaseState base;
  private final DoomedChunks doomed;
  private final MemoryBudget.Share memory;

  /// @param clock the controller's; its own borg goes by it as well
  /// @param memory for what the session must remember; whoever gives it closes it when the session
  ///   is over
  public MaintenanceRules(
      Repository repository,
      MaintenanceTask task,
      InstantSource clock,
      PlanProof proof,
      MemoryBudget.Share memory) {
    this.repository = repository;
    this.task = task;
    this.clock = clock;
    this.memory = memory;
    this.examiner = new ObjectExaminer(repository.key(), repository.nonces(), memory);
    this.base = new BaseState(repository, memory);
    this.doomed = new DoomedChunks(new OwnObjects(repository.key(), memory), proof);
  }

  @Override
  public Examined examine(Raw id, Raw content, Scratch scratch) {
    return new Examined.Unsound("maintenance stores no objects");
  }

  @Override
  public Storing put(Raw id, Examined.Sound examined, OwnReads reads) {
    return new Storing.Refused("maintenance stores no objects");
  }

  @Override
  public Optional<String> putManifest(Raw content, OwnReads reads) {
    Optional<Manifest> latest = base.latest();
    if (latest.isEmpty()) {
      return Optional.of("a manifest is to be stored that was never read");
    }
    try {
      Optional<String> wrong =
          switch (task) {
            case MaintenanceTask.DropArchives plan -> dropped(content, latest.get(), plan);
            case MaintenanceTask.Compact _ -> same(content, latest.get());
            case MaintenanceTask.Check _ -> Optional.of("a check stores no manifest");
          };
      return wrong;
    } catch (RefusedException e) {
      return Optional.of("the new manifest is not acceptable: " + e.getMessage());
    }
  }

  private Optional<String> dropped(Raw content, Manifest latest, MaintenanceTask.DropArchives plan)
      throws RefusedException {
    Manifest changed = examiner.manifest(content);
    Instant now = clock.instant().plus(BackupTerms.SKEW);
    Optional<String> wrong = ManifestRules.against(changed, latest, now);
    if (wrong.isPresent()) {
      return wrong;
    }
    if (!ManifestRules.missing(changed, latest).isEmpty()) {
      return Optional.of("the new manifest adds or changes an archive");
    }
    for (ManifestEntry entry : ManifestRules.missing(latest, changed)) {
      if (!plan.names().contains(entry.name())) {
        return Optional.of("the archive '%s' is not in the plan".formatted(entry.name()));
      }
    }
    base.accepted(changed);
    return Optional.empty();
  }

  /// Borg stores the very bytes again, so their nonces are those of before.
  private Optional<String> same(Raw content, Manifest latest) throws RefusedException {
    Key key = repository.key();
    Manifest stored = OpenManifest.read(content, key, memory).manifest();
    return stored.digest().equals(latest.digest())
        ? Optional.empty()
        : Optional.of("compaction changes the manifest");
  }

  @Override
  public Optional<String> delete(Raw name, OwnReads reads) throws IOException {
    ObjectId id = ObjectId.ofDigest(name.toByteArray());
    Optional<Manifest> old = base.base();
    if (old.isEmpty() || !(task instanceof MaintenanceTask.DropArchives(var names))) {
      return Optional.of("nothing is to be deleted in this session");
    }
    List<ManifestEntry> kept =
        old.get().archives().stream().filter(entry -> !names.contains(entry.name())).toList();
    List<ManifestEntry> dropped =
        old.get().archives().stream().filter(entry -> names.contains(entry.name())).toList();
    try {
      return doomed.mayGo(id, dropped, kept, reads)
          ? Optional.empty()
          : Optional.of("the object " + id + " does not belong to the planned archives alone");
    } catch (RefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<String> get(Raw id) {
    return Optional.empty();
  }

  @Override
  public Optional<Verdict.Refuse> shown(Raw id, Raw object) {
    return base.shown(id, object, _ -> {});
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
