package dev.holdfast.fleet.host;

import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import java.time.Duration;

/// A command at work on a host.
///
/// Whoever starts it drains both outputs to their end: a process whose standard error is not read
/// stops sooner or later (borgbackup/borg issue 10165).
public interface RunningCommand extends AutoCloseable {
  /// Its standard input.
  ByteSink input();

  /// Its standard output.
  ByteSource output();

  /// Its standard error.
  ByteSource errors();

  /// Waits for its end.
  ///
  /// @throws FleetException if it has not ended within the deadline; it then still runs
  ExitStatus await(Duration deadline);

  /// Ends it: closes its input, then takes its channel or process away.
  @Override
  void close();
}
