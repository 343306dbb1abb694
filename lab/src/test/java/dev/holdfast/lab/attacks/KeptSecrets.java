package dev.holdfast.lab.attacks;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets in memory, whatever their scheme.
final class KeptSecrets implements Secrets {
  private final Map<String, Secret> kept = new ConcurrentHashMap<>();

  @Override
  public Secret open(SecretRef ref) {
    return find(ref)
        .orElseThrow(() ->
            new SecretException(SecretException.Kind.MISSING, "there is no " + ref, "keep it"));
  }

  @Override
  public Optional<Secret> find(SecretRef ref) {
    return Optional.ofNullable(kept.get(ref.toString())).map(Secret::copy);
  }

  @Override
  public void keep(SecretRef ref, Secret secret) {
    kept.put(ref.toString(), secret.copy());
  }

  String text(String ref) {
    try (var secret = kept.getOrDefault(ref, Secret.ofText("")).copy()) {
      return secret.useCharacters(String::new);
    }
  }
}
