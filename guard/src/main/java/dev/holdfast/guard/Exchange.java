package dev.holdfast.guard;

import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was asked and not yet answered, and what the answers taught. The only part of a session
/// that both directions touch, hence the locks.
final class Exchange {
  /// A request that waits for its reply; no method means the negotiation.
  ///
  /// @param object what a `get` asks for
  record Asked(long id, @Nullable RpcMethod method, boolean manifest, @Nullable Raw object) {}

  private final Map<Long, Asked> waiting = new HashMap<>();
  private @Nullable BorgVersion serverVersion;
  private boolean opened;
  private Reply.@Nullable Failure writeFailure;
  private long manifestStoredBy;
  private Value hostNonce = new Value.Nil();
  private int commits;
  private Optional<Boolean> checkPassed = Optional.empty();
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
      case GET_FREE_NONCE -> hostNonce = result;
      case COMMIT -> commits++;
      case CHECK -> {
        boolean sound = result.equals(new Value.Bool(true)) && checkPassed.orElse(true);
        checkPassed = Optional.of(sound);
      }
      case GET,
          DELETE,
          ROLLBACK,
          COUNT,
          LOAD_KEY,
          SAVE_KEY,
          LIST,
          SCAN,
          COMMIT_NONCE_RESERVATION -> {}
    }
  }

  /// The guard has answered the client itself; the host will not.
  synchronized void answeredHere(long id) {
    waiting.remove(id);
  }

  /// @param told what the client hears of it
  synchronized void failed(Asked asked, Reply.Failure told) {
    waiting.remove(asked.id());
    if (writeFailure == null && asked.method() != null && asked.method().writes()) {
      writeFailure = told;
    }
  }

  /// Something was refused outside the judgement of requests: from now on the client hears only the
  /// first of this.
  synchronized void condemn(Verdict.Refuse refusal) {
    condemned = condemned == null ? refusal : condemned;
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

  /// What the client heard when something could not be stored: a commit would make a hole durable.
  synchronized Optional<Reply.Failure> writeFailure() {
    return Optional.ofNullable(writeFailure);
  }

  /// The id of the last request that stored a manifest, 0 if none did.
  synchronized long manifestStoredBy() {
    return manifestStoredBy;
  }

  /// What the repository host itself holds for the free nonce; it takes reservations from there.
  synchronized Value hostNonce() {
    return hostNonce;
  }

  synchronized int commits() {
    return commits;
  }

  /// What the host answered when it was asked to check its files; empty if it was not.
  synchronized Optional<Boolean> checkPassed() {
    return checkPassed;
  }
}
