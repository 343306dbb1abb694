package dev.holdfast.guard;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import java.util.Optional;

/// A repository that the controller has opened itself, on the conversation with `borg serve` that a
/// client goes on with. The client negotiates and opens as always, but the guard answers it.
///
/// Whoever opened it has read every answer, and has opened it as the session's policy says.
///
/// @param serverVersion that the repository host named
/// @param id that it answered to the open, 32 bytes
public record OpenedRepository(BorgVersion serverVersion, Raw id) {
  /// What is wrong with a repository that is not the one which is known from before, or nothing.
  Optional<String> against(RepositoryPins pins) {
    return pins.against(RpcMethod.OPEN, id);
  }
}
