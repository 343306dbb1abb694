package dev.holdfast.testkit.vault;

import java.nio.file.Path;
import java.util.Optional;

/// A server that tests may fill and spoil.
public interface TestedVault extends AutoCloseable {
  /// Its address, without a path.
  String address();

  /// The token that may do everything.
  String rootToken();

  /// The file with the authority of its certificate; empty where it has none.
  Optional<Path> caFile();

  /// It serves nobody until [#unseal].
  void seal();

  /// It serves everybody again.
  void unseal();

  @Override
  void close();
}
