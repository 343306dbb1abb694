package dev.holdfast.guard;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was asked and not yet answered, and what the answers taught. The only part of a session
/// that both directions touch, hence the locks.
final class Exchange {
  /// A request that waits for its reply; no method means the negotiation.
  record Asked(long id, @Nullable RpcMethod method, boolean manifest) {}

  private final Map<Long, Asked> waiting = new HashMap<>();
  private @Nullable BorgVersion serverVersion;
  private boolean opened;
  private boolean writeFailed;
  private long manifestStoredBy;
  private @Nullable Value freeNonce;
  private int commits;
  private Verdict.@Nullable Refuse condemned;

  synchronized void asked(Asked asked) {
    waiting.put(asked.id(), asked);
  }

  synchronized Optional<Asked> waiting(long id) {
    return Optional.ofNullable(waiting.get(id));
  }

  synchronized int inFlight() {
    return waiting.size();
  }

  synchronized void negotiated(long id, BorgVersion version) {
    waiting.remove(id);
    serverVersion = version;
  }

  /// A call came back with a result of the right kind.
  synchronized void succeeded(Asked asked, RpcMethod method, Value result) {
    waiting.remove(asked.id());
    switch (method) {
      case OPEN -> opened = true;
      case PUT -> manifestStoredBy = asked.manifest() ? asked.id() : manifestStoredBy;
      case GET_FREE_NONCE -> freeNonce = result;
      case COMMIT -> commits++;
      case GET, DELETE, ROLLBACK, COUNT, LOAD_KEY, SAVE_KEY, COMMIT_NONCE_RESERVATION -> {}
    }
  }

  synchronized void failed(Asked asked) {
    waiting.remove(asked.id());
    writeFailed |= asked.method() != null && asked.method().writes();
  }

  /// The repository host was caught: from now on the client hears only this.
  synchronized void condemn(Verdict.Refuse refusal) {
    condemned = refusal;
  }

  synchronized Optional<Verdict.Refuse> condemned() {
    return Optional.ofNullable(condemned);
  }

  synchronized Optional<BorgVersion> serverVersion() {
    return Optional.ofNullable(serverVersion);
  }

  synchronized boolean opened() {
    return opened;
  }

  /// Whether some object could not be stored, so that a commit would make a hole durable.
  synchronized boolean writeFailed() {
    return writeFailed;
  }

  /// The id of the last request that stored a manifest, 0 if none did.
  synchronized long manifestStoredBy() {
    return manifestStoredBy;
  }

  /// The answer to the last question for the free nonce; good for one reservation.
  synchronized Optional<Value> takeFreeNonce() {
    Value answer = freeNonce;
    freeNonce = null;
    return Optional.ofNullable(answer);
  }

  synchronized int commits() {
    return commits;
  }
}
