package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import java.io.IOException;
import java.util.Optional;

/// Objects that the repository host must hold: it has acknowledged them in this session, or
/// archives of before consist of them. If one is missing, or not what its id names, that is the
/// host's fault; what a sound object says is the fault of whoever made it.
record Promised(OwnObjects objects) {
  /// What an archive says of itself.
  ///
  /// @throws RefusedException if it says what cannot be
  /// @throws HostAtFaultException if the host does not hold it as it should
  ArchiveMetadata archive(ObjectId id, OwnReads reads) throws IOException, RefusedException {
    Optional<byte[]> object = reads.get(id);
    try {
      return objects.archive(id, object);
    } catch (RefusedException e) {
      requireHeld(id, object);
      throw e;
    }
  }

  /// Passes such objects on, and throws [HostAtFaultException] where the host does not hold one as
  /// it should.
  OwnReads.Receiver to(OwnReads.Receiver receiver) {
    return (id, object) -> {
      try {
        receiver.accept(id, object);
      } catch (RefusedException e) {
        requireHeld(id, object);
        throw e;
      }
    };
  }

  private void requireHeld(ObjectId id, Optional<byte[]> object) throws HostAtFaultException {
    if (object.isEmpty()) {
      throw new HostAtFaultException("the object " + id + " is not there any more");
    }
    requireSound(id, object);
  }

  /// Nobody can store what is not what its id names, so what is there must be that.
  ///
  /// @throws HostAtFaultException if something else is there
  void requireSound(ObjectId id, Optional<byte[]> object) throws HostAtFaultException {
    if (object.isEmpty()) {
      return;
    }
    try {
      var _ = objects.open(id, object, plain -> plain.length);
    } catch (RefusedException e) {
      throw new HostAtFaultException(
          "the object %s is not what was stored: %s".formatted(id, e.getMessage()));
    }
  }
}
