package dev.holdfast.fleet.run;

import dev.holdfast.fleet.run.RepositoryReading.FirstLook;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The controller's look at a repository before a session, done beside the run: it is fine when the
/// repository is what the ledger says.
final class Look {
  private final CompletableFuture<FirstLook> seen;
  private final Duration deadline;

  private Look(CompletableFuture<FirstLook> seen, Duration deadline) {
    this.seen = seen;
    this.deadline = deadline;
  }

  /// Begins to look.
  static Look begin(RunContext context, RepositoryReading reading, RepositorySecrets secrets) {
    var seen =
        context
            .scope()
            .fork(() -> {
              var look = reading.firstLook(secrets);
              new RecordedRepository(context).requireAsRecorded(look.shown());
              return look;
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
  FirstLook requireFine() {
    return RunScope.await(seen, deadline, "reading the repository");
  }
}
