package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.guard.Doorkeeper;
import dev.holdfast.guard.Doorkeeper.Admission.Admitted;
import dev.holdfast.guard.Doorkeeper.Admission.Gone;
import dev.holdfast.guard.Doorkeeper.Admission.NotBorg;
import dev.holdfast.guard.Doorkeeper.Admission.Silent;
import dev.holdfast.wire.Duplex;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Lets the first process in that speaks Borg's first frame, and nobody else. Everyone who connects
/// is heard at the same time, so a silent stray delays no one.
final class Door {
  /// A host where more strays knock than this is not in order.
  private static final int STRAYS_MAX = 32;

  private final RunScope scope;
  private final RunLog log;
  private final Limits limits;
  private final CompletableFuture<Duplex> admitted = new CompletableFuture<>();

  /// Those who knocked and are neither admitted nor told of yet.
  private final Set<Duplex> waiting = ConcurrentHashMap.newKeySet();

  Door(RunScope scope, RunLog log, Limits limits) {
    this.scope = scope;
    this.log = log;
    this.limits = limits;
  }

  /// Opens the door; the result comes with the first legal peer, or fails when nobody came in time.
  CompletableFuture<Duplex> open(SingleUseSocket socket) {
    scope.beside(() -> takeAll(socket));
    return admitted;
  }

  private void takeAll(SingleUseSocket socket) {
    try {
      for (int knocks = 0; knocks < STRAYS_MAX && !admitted.isDone(); knocks++) {
        var candidate = scope.keep(socket.accept(limits.startDeadline()));
        waiting.add(candidate);
        scope.beside(() -> hear(candidate, socket));
      }
      if (!admitted.isDone()) {
        admitted.completeExceptionally(tooManyStrays());
      }
    } catch (RuntimeException | Error e) {
      admitted.completeExceptionally(e);
    }
  }

  private static FleetException tooManyStrays() {
    return new FleetException(
        ErrorCode.SOCKET_UNAVAILABLE,
        STRAYS_MAX + " processes that are not borg used the single-use socket",
        "find out which process of the login user on the target opens sockets of others");
  }

  private void hear(Duplex candidate, SingleUseSocket socket) {
    switch (Doorkeeper.examine(candidate, limits.firstFrameDeadline())) {
      case Admitted(var peer) -> {
        waiting.remove(candidate);
        if (admitted.complete(peer)) {
          socket.settle();
          waiting.forEach(other -> stray(other, "it said nothing before borg came"));
        } else {
          peer.close();
        }
      }
      case Silent _ -> stray(candidate, "it said nothing");
      case NotBorg(var detail) -> stray(candidate, detail);
      case Gone(var why) -> stray(candidate, "it left: " + why);
    }
  }

  private void stray(Duplex candidate, String evidence) {
    candidate.close();
    if (waiting.remove(candidate)) {
      log.finding(
          Finding.Kind.STRAY_CONNECTION,
          "something that is not borg connected to the single-use socket and was dropped",
          evidence,
          "find out which process of the login user on the target opens sockets of others");
    }
  }
}
