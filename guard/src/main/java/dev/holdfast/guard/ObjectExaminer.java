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

  Examined examine(Raw id, Raw object, Scratch scratch) {
    @Nullable ObjectVerifier found = idle.poll();
    ObjectVerifier verifier = found == null ? key.verifier() : found;
    try {
      Opened opened = verifier.open(id.toByteArray(), object.slices(), scratch);
      return !key.type().encrypts() || nonces.cover(opened.counter(), opened.counters())
          ? new Examined.Sound(opened.plain().remaining(), ArchiveMetadata.mayBegin(opened.plain()))
          : new Examined.Unsound("an object uses nonces that this session does not have");
    } catch (RefusedException e) {
      String why = String.valueOf(e.getMessage());
      return e.refusal() == Refusal.TOO_LARGE
          ? new Examined.TooLarge(why)
          : new Examined.Unsound(why);
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
