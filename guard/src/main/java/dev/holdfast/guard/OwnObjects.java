package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.Raw;
import java.util.Optional;

/// Opens objects that the guard itself reads, each proven to be what its id names. What is large is
/// opened and used while nobody else in the process does that.
///
/// @param memory of the session
record OwnObjects(Key key, MemoryBudget.Share memory) {
  /// More than a chunk of a stream of items has, and than the metadata of most archives.
  private static final int SMALL_BYTES = 1 << 20;

  /// No chunk that Borg makes is larger.
  private static final int PLAIN_BYTES_MAX = 20_971_479;

  /// Uses a content, and keeps nothing of it.
  interface Use<T> {
    T of(byte[] plain) throws RefusedException;
  }

  <T> T open(ObjectId id, Optional<byte[]> object, Use<T> use) throws RefusedException {
    return open(id, object, PLAIN_BYTES_MAX, use);
  }

  private <T> T open(ObjectId id, Optional<byte[]> object, int plainBytesMax, Use<T> use)
      throws RefusedException {
    if (object.isEmpty()) {
      throw RefusedException.malformed("it names the chunk " + id + ", which does not exist");
    }
    byte[] stored = object.get();
    Optional<byte[]> small = small(id, stored);
    return small.isPresent()
        ? use.of(small.get())
        : memory.alone(() -> use.of(key.open(id, stored, plainBytesMax)));
  }

  /// An archive's metadata that is shown to a client.
  <T> T opened(ObjectId id, Raw object, Use<T> use) throws RefusedException {
    return object.size() <= SMALL_BYTES
        ? open(id, Optional.of(object.toByteArray()), ArchiveMetadata.PLAIN_BYTES_MAX, use)
        : memory.alone(() -> use.of(ArchiveMetadata.open(id, object.toByteArray(), key)));
  }

  /// What an archive says of itself.
  ArchiveMetadata archive(ObjectId id, Optional<byte[]> object) throws RefusedException {
    if (object.isEmpty()) {
      throw RefusedException.malformed("it is missing");
    }
    return open(
        id,
        object,
        ArchiveMetadata.PLAIN_BYTES_MAX,
        plain -> ArchiveMetadata.parse(id, plain, key));
  }

  private Optional<byte[]> small(ObjectId id, byte[] stored) throws RefusedException {
    if (stored.length > SMALL_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(key.open(id, stored, SMALL_BYTES));
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.TOO_LARGE) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
