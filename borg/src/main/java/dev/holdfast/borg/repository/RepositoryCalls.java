package dev.holdfast.borg.repository;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// What may be asked of an open repository. Nothing that it answers is proven.
///
/// Every call may throw [RepositoryException] when the repository host refuses or misbehaves, and
/// [IOException] when the connection breaks. Not for several threads.
public interface RepositoryCalls {
  /// What the repository calls itself, and what its key must be made for.
  ObjectId repositoryId();

  /// One stored object, still in its envelope.
  ///
  /// @throws RepositoryException with [RepositoryFailure#OBJECT_NOT_FOUND] if there is none
  byte[] get(ObjectId id) throws IOException;

  /// Many stored objects, handed over in the order of their ids, one in memory at a time.
  ///
  /// After an exception of the receiver nothing more can be asked.
  default void getMany(List<ObjectId> ids, Receiver receiver) throws IOException, RefusedException {
    for (ObjectId id : ids) {
      receiver.accept(id, get(id));
    }
  }

  /// The locked key as the repository holds it: base64 text; empty if it holds none.
  String loadKey() throws IOException;

  /// How many objects the repository holds.
  long length() throws IOException;

  /// The id of every object that the repository holds.
  void ids(Consumer<ObjectId> receiver) throws IOException;

  /// Takes objects as they come.
  @FunctionalInterface
  interface Receiver {
    void accept(ObjectId id, byte[] object) throws IOException, RefusedException;
  }
}
