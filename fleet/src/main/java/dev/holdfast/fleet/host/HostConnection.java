package dev.holdfast.fleet.host;

import dev.holdfast.fleet.failure.FleetException;
import java.time.Duration;

/// One open way to a host, kept for the length of a run. Safe for several threads.
///
/// Every implementation passes `HostConnectionContract`.
public interface HostConnection extends AutoCloseable {
  /// The host as a person knows it, for messages.
  String name();

  /// Starts a command. Its three streams must be used or closed; its end is seen by
  /// [RunningCommand#await].
  ///
  /// @throws FleetException if the host cannot start anything any more
  RunningCommand start(Command command);

  /// Makes a socket on the host that serves exactly one conversation, in a fresh directory that
  /// only the login user can enter. Also removes what a dead controller left on this host.
  ///
  /// @param deadline how long the host may take to have it ready
  /// @throws FleetException if no way to deliver a socket works on this host
  SingleUseSocket deliverSocket(Duration deadline);

  /// Ends everything that still runs through this connection and leaves nothing on the host.
  @Override
  void close();
}
