package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ManifestEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What may go with planned archives: their metadata, the chunks of their streams, and what their
/// items name, but nothing of all this that belongs to a remaining archive as well. Every archive
/// is read, each chunk of it being proven.
final class DoomedChunks {
  private final OwnObjects objects;
  private final PlanProof proof;
  private final CandidateIds candidates;
  private boolean learned;

  DoomedChunks(OwnObjects objects, PlanProof proof) {
    this.objects = objects;
    this.proof = proof;
    this.candidates = new CandidateIds(proof.objectsMax(), objects.memory());
  }

  /// Reads the archives at the first question; what may go may go once.
  boolean mayGo(ObjectId id, List<ManifestEntry> dropped, List<ManifestEntry> kept, OwnReads reads)
      throws IOException, RefusedException {
    if (!learned) {
      int all = dropped.size() + kept.size();
      learnDropped(dropped, all, reads);
      learnKept(kept, all, reads);
      learned = true;
    }
    return candidates.strike(id);
  }

  private void learnDropped(List<ManifestEntry> dropped, int all, OwnReads reads)
      throws IOException, RefusedException {
    List<ArchiveName> fit = new ArrayList<>();
    Naming propose = id -> propose(id, fit, dropped);
    SharedStreams going = new SharedStreams(objects, new Each(propose));
    for (ManifestEntry entry : dropped) {
      read(entry, going, propose, reads);
      fit.add(entry.name());
      proof.progress().read(fit.size(), all);
    }
  }

  private void learnKept(List<ManifestEntry> kept, int all, OwnReads reads)
      throws IOException, RefusedException {
    int read = all - kept.size();
    SharedStreams staying = new SharedStreams(objects, new Each(candidates::strike));
    for (ManifestEntry entry : kept) {
      read(entry, staying, candidates::strike, reads);
      proof.progress().read(++read, all);
    }
  }

  private void propose(ObjectId id, List<ArchiveName> fit, List<ManifestEntry> dropped)
      throws RefusedException {
    if (!candidates.add(id)) {
      proof.tooLarge(fit, dropped.get(fit.size()).name());
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "with those before it, it consists of more than " + proof.objectsMax() + " objects");
    }
    if (!proof.isItsTurn(candidates.left())) {
      throw new RefusedException(Refusal.TOO_LARGE, "another large plan is being proven");
    }
  }

  private void read(ManifestEntry entry, SharedStreams streams, Naming naming, OwnReads reads)
      throws IOException, RefusedException {
    try {
      ArchiveMetadata archive = objects.archive(entry.id(), reads.get(entry.id()));
      naming.named(entry.id());
      try (var _ = objects.memory().hold(archive.items().size() * Sizes.LISTED_ID_BYTES)) {
        for (ObjectId id : archive.items()) {
          naming.named(id);
        }
        streams.read(archive.items(), reads);
      }
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
