package dev.holdfast.bench;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the throw-away key from its file.
final class BenchSecrets implements Secrets {
  @Override
  public Secret open(SecretRef ref) {
    try {
      return Secret.takeOver(Files.readAllBytes(Path.of(ref.locator())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Secret> find(SecretRef ref) {
    return Optional.of(open(ref));
  }

  @Override
  public void keep(SecretRef ref, Secret secret) {
    throw new UnsupportedOperationException("nothing is kept here");
  }
}
