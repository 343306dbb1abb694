package dev.holdfast.lab.keys;

import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import java.util.function.Function;

/// Where the passphrase and the locked key of a repository are kept.
interface Keeping {
  /// Where the passphrase is.
  SecretRef passphrase();

  /// Where the locked key is.
  SecretRef key();

  /// Does something with the secrets, as one process would: it remembers nothing of what an earlier
  /// one has read.
  <T> T use(Function<Secrets, T> work);
}
