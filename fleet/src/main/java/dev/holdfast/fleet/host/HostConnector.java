package dev.holdfast.fleet.host;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.FleetException;

/// Opens connections to hosts.
public interface HostConnector {
  /// Connects and authenticates within the deadlines of the endpoint.
  ///
  /// @throws FleetException with the reason and the next step, for example an unknown host key
  HostConnection connect(Endpoint endpoint);
}
