package dev.holdfast.guard;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.util.Optional;

/// Judges what the objects of one session hold, after the session's own rules. An implementation
/// belongs to one session.
///
/// Everything but [#examine] and [#shown] is called by one thread, in the order of the requests;
/// before each call every object of the requests before was found sound. Where a method returns a
/// text, it is what is wrong, for a person, without a full stop; nothing means all is well.
public interface ContentRules {
  /// Looks into an object other than the manifest that is to be stored: what can be said of it
  /// without any other object. Several threads call it at once, and again with a larger scratch for
  /// what was too large.
  ///
  /// @param id 32 bytes
  Examined examine(Raw id, Raw content, Scratch scratch);

  /// A sound object is to be stored.
  Storing put(Raw id, Examined.Sound examined, OwnReads reads) throws IOException;

  /// A new manifest is to be stored.
  ///
  /// @throws HostAtFaultException if the repository host does not hold what it must
  Optional<String> putManifest(Raw content, OwnReads reads) throws IOException;

  /// An object is to be deleted.
  ///
  /// @param id 32 bytes
  Optional<String> delete(Raw id, OwnReads reads) throws IOException;

  /// An object is to be read.
  ///
  /// @param id 32 bytes
  Optional<String> get(Raw id);

  /// The repository host answers a `get`; what is wrong with that, and with whom. Called by the
  /// thread that judges replies.
  Optional<Verdict.Refuse> shown(Raw id, Raw object);

  /// What the session holds; whoever made the rules gives it back when the session is over.
  MemoryBudget.Share memory();

  /// The nonces that the session may use.
  Nonces nonces();

  /// The locked key that the client is given in place of the repository's own, as the repository
  /// would hold it; empty to let it see the repository's.
  Optional<Raw> lockedKey();
}
