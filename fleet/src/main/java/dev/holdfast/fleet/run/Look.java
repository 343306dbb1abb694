package dev.holdfast.fleet.run;

import dev.holdfast.fleet.run.RepositoryReading.FirstLookInside;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The controller's look at a repository at the beginning of a session, done beside the run: it is
/// fine when the repository is what the ledger says. From then to the end of the session the
/// repository is locked, so what was looked at is what the session goes on with.
final class Look {
  private final CompletableFuture<FirstLookInside> seen;
  private final Duration deadline;

  private Look(CompletableFuture<FirstLookInside> seen, Duration deadline) {
    this.seen = seen;
    this.deadline = deadline;
  }

  /// Begins to look.
  static Look begin(RunContext context, RepositoryReading reading, RepositorySecrets secrets) {
    var seen =
        context
            .scope()
            .fork(() -> {
              var inside = reading.firstLookInside(secrets);
              new RecordedRepository(context).requireAsRecorded(inside.look().shown());
              return inside;
            });
    return new Look(seen, reading.deadline());
  }

  /// How long it may take.
  Duration deadline() {
    return deadline;
  }

  /// Waits for its end.
  ///
  /// @throws dev.holdfast.fleet.failure.FleetException if the repository cannot be read, or is not
  ///   what the ledger says
  FirstLookInside requireFine() {
    return RunScope.await(seen, deadline, "reading the repository");
  }
}
