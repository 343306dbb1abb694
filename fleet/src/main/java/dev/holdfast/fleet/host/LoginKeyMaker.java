package dev.holdfast.fleet.host;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.Secret;

/// Makes keys to log in with, and tells their public halves.
public interface LoginKeyMaker {
  /// A new private key in OpenSSH's format, without a passphrase; the caller closes it.
  Secret fresh();

  /// The public half of an endpoint's key, as `authorized_keys` has it: type and base64.
  ///
  /// @throws FleetException if the key cannot be used
  String publicLine(Endpoint.Ssh endpoint);
}
