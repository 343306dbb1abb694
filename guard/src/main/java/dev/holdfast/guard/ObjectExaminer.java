package dev.holdfast.guard;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.ObjectVerifier;
import dev.holdfast.borg.key.ObjectVerifier.Opened;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Opens every object that is to be stored: right mode, right proof, nonces of this session, and
/// content that its id names. Whatever the repository held under that id is therefore the same.
final class ObjectExaminer {
  private final Key key;
  private final Nonces nonces;
  private final MemoryBudget.Share memory;
  // As many as there are threads at the bench.
  private final ConcurrentLinkedQueue<ObjectVerifier> idle = new ConcurrentLinkedQueue<>();

  ObjectExaminer(Key key, Nonces nonces, MemoryBudget.Share memory) {
    this.key = key;
    this.nonces = nonces;
    this.memory = memory;
  }

  /// What was seen of an object, for which nobody had to be waited for.
  private record Seen(long counter, long counters, int plainBytes, boolean metadata) {}

  /// @param scratch of the thread, which takes no larger object than borg makes of files
  Examined examine(Raw id, Raw object, Scratch scratch) {
    try {
      Optional<Seen> usual =
          object.size() > Sizes.USUAL_OBJECT_BYTES ? Optional.empty() : usual(id, object, scratch);
      Seen seen =
          usual.isPresent()
              ? usual.get()
              : memory.alone(() -> look(id, object, new Scratch(), ObjectId.OBJECT_BYTES_MAX));
      return !key.type().encrypts() || nonces.cover(seen.counter(), seen.counters())
          ? new Examined.Sound(seen.plainBytes(), seen.metadata())
          : new Examined.Unsound("an object uses nonces that this session does not have");
    } catch (RefusedException e) {
      return new Examined.Unsound(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Seen> usual(Raw id, Raw object, Scratch scratch) throws RefusedException {
    try {
      return Optional.of(look(id, object, scratch, Sizes.USUAL_OBJECT_BYTES));
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.TOO_LARGE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Seen look(Raw id, Raw object, Scratch scratch, int plainBytesMax)
      throws RefusedException {
    @Nullable ObjectVerifier found = idle.poll();
    ObjectVerifier verifier = found == null ? key.verifier() : found;
    try {
      Opened opened = verifier.open(id.toByteArray(), object.slices(), scratch, plainBytesMax);
      return new Seen(
          opened.counter(),
          opened.counters(),
          opened.plain().remaining(),
          ArchiveMetadata.mayBegin(opened.plain()));
    } finally {
      idle.add(verifier);
    }
  }

  /// Opens a manifest that is to be stored, whose id is no hash of it.
  Manifest manifest(Raw content) throws RefusedException {
    OpenManifest opened = OpenManifest.read(content, key, memory);
    if (key.type().encrypts() && !nonces.cover(opened.counter(), opened.counters())) {
      throw RefusedException.malformed("it uses nonces that this session does not have");
    }
    return opened.manifest();
  }
}
