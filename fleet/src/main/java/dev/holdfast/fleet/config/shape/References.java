package dev.holdfast.fleet.config.shape;

import dev.holdfast.secrets.SecretRef;

/// What a configuration may ask of the world while it is read.
public interface References {
  /// The text behind a reference that stands where no secret is wanted, without a last line end.
  ///
  /// @throws dev.holdfast.secrets.SecretException if it cannot be opened
  String open(SecretRef ref);

  /// The content of a file that is no secret, for example `known_hosts`.
  ///
  /// @param path complete path
  /// @throws dev.holdfast.secrets.SecretException if it cannot be read
  String read(String path);
}
