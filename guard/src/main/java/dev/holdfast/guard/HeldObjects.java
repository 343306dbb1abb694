package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import java.io.IOException;
import java.util.Optional;

/// Which objects the repository holds when the session begins to write. It is learned from the
/// host's list, and kept as 8 bytes for each place: where one id stands for another by chance, the
/// object itself is asked for.
///
/// Not for several threads.
final class HeldObjects {
  /// Beyond, and where the session has no memory to spare for so many, the host is asked for each
  /// object.
  private static final int OBJECTS_MAX = 1 << 24;

  private final OwnObjects objects;
  private final int objectsMax;
  private final Places places;
  private boolean learned;
  private boolean tooMany;

  HeldObjects(OwnObjects objects) {
    this(objects, OBJECTS_MAX);
  }

  /// @param objectsMax how many are remembered at most
  HeldObjects(OwnObjects objects, int objectsMax) {
    this.objects = objects;
    this.objectsMax = objectsMax;
    this.places = new Places(1, objects.memory(), objects.memory()::takeSpare);
  }

  /// Whether the repository holds the object that this id names. One that is damaged does not
  /// count: it may be stored again.
  boolean holds(ObjectId id, OwnReads reads) throws IOException {
    if (!learned) {
      reads.ids(this::add);
      learned = true;
    }
    return (tooMany || places.find(id) >= 0) && isSound(id, reads.get(id));
  }

  private boolean isSound(ObjectId id, Optional<byte[]> object) {
    try {
      if (object.isPresent()) {
        return objects.open(id, object, _ -> true);
      }
    } catch (RefusedException _) {
      // What is stored there is not what the id names.
    }
    return false;
  }

  private boolean add(ObjectId id) {
    if (places.find(id) >= 0) {
      return true;
    }
    if (places.entries() == objectsMax || places.add(id) < 0) {
      forget();
      return false;
    }
    return true;
  }

  /// Gives all memory back; from now on the host is asked for each object.
  void forget() {
    learned = true;
    tooMany = true;
    places.clear();
  }
}
