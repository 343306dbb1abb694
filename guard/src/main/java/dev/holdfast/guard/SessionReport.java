package dev.holdfast.guard;

import dev.holdfast.wire.BorgVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a session did. For the controller; `serverFailures` may name paths of the repository host.
///
/// @param end the first cause of the end
/// @param commits manifests that the repository host acknowledged as committed
/// @param checkPassed whether the repository host found its files in order; empty if it did not
///   look
/// @param clientBytes bytes received from the client
/// @param serverBytes bytes received from the repository host
/// @param puts objects that the client wanted stored
/// @param calls how often each method was forwarded
/// @param serverFailures the first few errors that the repository host reported, one line each
public record SessionReport(
    SessionEnd end,
    int commits,
    Optional<Boolean> checkPassed,
    long clientBytes,
    long serverBytes,
    long puts,
    Map<String, Long> calls,
    Optional<BorgVersion> clientVersion,
    Optional<BorgVersion> serverVersion,
    List<String> serverFailures) {
  public SessionReport {
    calls = Map.copyOf(calls);
    serverFailures = List.copyOf(serverFailures);
  }

  /// Whether the repository changed for good: at least one commit was acknowledged.
  public boolean committed() {
    return commits > 0;
  }
}
