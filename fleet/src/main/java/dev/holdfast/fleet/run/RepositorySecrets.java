package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import java.util.Optional;
import java.util.function.Function;

/// The opened secrets of one repository; closed with the run.
///
/// @param passphrase opens the key; empty for a repository without encryption
/// @param keyFile the key itself, for modes whose key lives outside the repository
record RepositorySecrets(Optional<Secret> passphrase, Optional<Secret> keyFile) {
  /// Opens what the target's repository needs.
  ///
  /// @throws FleetException if one is missing because the repository was never made
  static RepositorySecrets open(RunContext context) {
    try {
      return new RepositorySecrets(
          passphrase(context),
          key(context, ref -> Optional.of(context.ports().secrets().open(ref))));
    } catch (SecretException e) {
      if (e.kind() == SecretException.Kind.MISSING) {
        var _ = KnownRepository.require(context.target(), context.ledger().state());
      }
      throw e;
    }
  }

  /// Like [#open], but does without a key that was not kept yet.
  static RepositorySecrets openIfKept(RunContext context) {
    return new RepositorySecrets(
        passphrase(context), key(context, context.ports().secrets()::find));
  }

  /// The passphrase alone, for a repository whose key is not made yet or lies in itself.
  static RepositorySecrets passphraseOnly(RunContext context) {
    return new RepositorySecrets(passphrase(context), Optional.empty());
  }

  private static Optional<Secret> passphrase(RunContext context) {
    var repository = context.target().repository();
    return repository.encryption().hasPassphrase()
        ? repository.passphrase().map(context.ports().secrets()::open).map(context.scope()::keep)
        : Optional.empty();
  }

  private static Optional<Secret> key(
      RunContext context, Function<SecretRef, Optional<Secret>> opener) {
    var repository = context.target().repository();
    return repository.encryption().keyIsOutside()
        ? repository.key().flatMap(opener).map(context.scope()::keep)
        : Optional.empty();
  }
}
