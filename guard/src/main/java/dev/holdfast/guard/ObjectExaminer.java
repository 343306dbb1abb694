package dev.holdfast.guard;

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
  // As many as there are threads at the bench.
  private final ConcurrentLinkedQueue<ObjectVerifier> idle = new ConcurrentLinkedQueue<>();

  ObjectExaminer(Key key, Nonces nonces) {
    this.key = key;
    this.nonces = nonces;
  }

  Examined examine(Raw id, Raw object, Scratch scratch) {
    @Nullable ObjectVerifier found = idle.poll();
    ObjectVerifier verifier = found == null ? key.verifier() : found;
    try {
      Opened opened =
          verifier.open(id.toByteArray(), object.slices(), scratch, ObjectId.OBJECT_BYTES_MAX);
      if (key.type().encrypts() && !nonces.cover(opened.counter(), opened.counters())) {
        return new Examined.Unsound("an object uses nonces that this session does not have");
      }
      return new Examined.Sound(
          opened.plain().remaining(), ArchiveMetadata.mayBegin(opened.plain()));
    } catch (RefusedException e) {
      return new Examined.Unsound(String.valueOf(e.getMessage()));
    } finally {
      idle.add(verifier);
    }
  }

  /// Opens a manifest that is to be stored, whose id is no hash of it.
  Manifest manifest(Raw content) throws RefusedException {
    byte[] object = content.toByteArray();
    Manifest manifest = Manifest.read(object, key);
    if (key.type().encrypts() && !nonces.cover(key.counter(object), key.counters(object))) {
      throw RefusedException.malformed("it uses nonces that this session does not have");
    }
    return manifest;
  }
}
