package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Objects that the guard itself asks the repository host for, within the session: it sees what the
/// session has stored, under the session's lock. Nothing that it returns is proven.
public interface OwnReads {
  /// One object as it is stored, or nothing if there is none.
  ///
  /// @throws IOException if the session ends meanwhile
  Optional<byte[]> get(ObjectId id) throws IOException;

  /// Many objects in the order of their ids, which may come several times.
  ///
  /// @throws IOException if the session ends meanwhile
  void getMany(List<ObjectId> ids, Receiver receiver) throws IOException, RefusedException;

  /// The id of every object that the repository held before the session wrote anything, and perhaps
  /// of more.
  ///
  /// @throws IOException if the session ends meanwhile
  void ids(IdReceiver receiver) throws IOException;

  /// Takes ids as they come.
  @FunctionalInterface
  interface IdReceiver {
    /// @return false to hear of no more
    boolean accept(ObjectId id);
  }

  /// Takes objects as they come.
  @FunctionalInterface
  interface Receiver {
    /// @param object empty if there is none
    void accept(ObjectId id, Optional<byte[]> object) throws IOException, RefusedException;
  }
}
