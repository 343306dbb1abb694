package dev.holdfast.fleet.host;

import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.wire.Duplex;
import java.time.Duration;

/// A way from a process on the host back to the controller, for exactly one conversation.
///
/// The directory is mode 0700 with an unguessable name, the socket inside mode 0600; both are gone
/// after every ending, the death of the controller included.
public interface SingleUseSocket extends AutoCloseable {
  /// The private directory on the host; other short-lived files of the run may live there.
  String directory();

  /// The words for `BORG_RSH` that bring a borg client's standard streams to this socket.
  String remoteShell();

  /// Which mechanism carries it, for people: `streamlocal`, `socat`, `nc`, `python3`, `fifo` or
  /// `local`.
  String mechanism();

  /// Waits for the next process that connects. May be called again after a stray was dropped; once
  /// [#settle] was called no further connection is taken.
  ///
  /// @throws FleetException if nobody came within the wait
  Duplex accept(Duration wait);

  /// Closes the door: the conversation is chosen, nobody else may connect.
  void settle();

  /// Removes socket and directory from the host. Open conversations end.
  @Override
  void close();
}
