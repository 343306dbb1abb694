package dev.holdfast.fleet.run;

import dev.holdfast.secrets.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// A passphrase that nobody has chosen: 256 random bits as text that fits into any prompt.
final class FreshPassphrase {
  private static final int RANDOM_BYTES = 32;

  private FreshPassphrase() {}

  static Secret from(RandomGenerator random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    try {
      return Secret.takeOver(Base64.getUrlEncoder().withoutPadding().encode(bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
