package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.OpenKeyBlob;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The key of a run's repository, opened by its passphrase. That is slow on purpose, so a run does
/// it once; everything closes with the run.
///
/// @param text as it is kept or as the repository holds it
/// @param key what it holds
/// @param blob the same, to lock it anew
record OpenedKey(KeyText text, Key key, OpenKeyBlob blob) {
  /// Opens the controller's own copy beside the run. There is none, or it does not open, where the
  /// repository has to be asked for its key.
  static CompletableFuture<Optional<OpenedKey>> kept(
      RunContext context, RepositorySecrets secrets) {
    return context.scope().fork(() -> open(context, secrets));
  }

  /// A rotation that died may have promoted the passphrase and not yet the key that it locks.
  private static Optional<OpenedKey> open(RunContext context, RepositorySecrets secrets) {
    var escrow = new Escrow(context);
    return escrow
        .kept()
        .flatMap(text -> open(context, secrets, text))
        .or(() -> escrow.pending().flatMap(text -> open(context, secrets, text)));
  }

  private static Optional<OpenedKey> open(
      RunContext context, RepositorySecrets secrets, KeyText text) {
    if (secrets.passphrase().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(context, secrets, text));
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }

  /// Opens a key with the passphrase of the repository.
  static OpenedKey of(RunContext context, RepositorySecrets secrets, KeyText text)
      throws RefusedException {
    var type = KnownRepository.typeOf(context.target().repository().encryption());
    var passphrase = secrets.passphrase().orElseThrow().use(byte[]::clone);
    try {
      var blob = context.scope().keep(text.blob().open(passphrase));
      return new OpenedKey(text, context.scope().keep(blob.key(type, text.repository())), blob);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }
}
