package dev.holdfast.secrets;

import java.nio.charset.StandardCharsets;

/// Looks into secrets for tests.
public final class Bytes {
  private Bytes() {}

  /// The text of a secret, which is closed.
  public static String textOf(Secret secret) {
    try (secret) {
      return secret.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
