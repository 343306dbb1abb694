package dev.holdfast.fleet.run;

import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.RepositoryState.Identity;
import dev.holdfast.guard.RepositoryPins;
import java.util.Optional;

/// What the controller knows of a target's repository from before, without asking its host.
final class KnownRepository {
  private KnownRepository() {}

  /// The state of a repository that the ledger knows.
  ///
  /// @throws FleetException if it does not: an empty ledger must not be taken for an empty
  ///   repository
  static RepositoryState require(Target target, RepositoryState state) {
    if (state.identity().isEmpty()) {
      throw unknown(target);
    }
    return state;
  }

  /// The failure of whatever needs a repository that was made.
  static FleetException unknown(Target target) {
    return new FleetException(
        ErrorCode.REPOSITORY_UNKNOWN,
        "the ledger does not know the repository of " + target.name(),
        "holdfast init %1$s; where it exists already: holdfast ledger rebuild %1$s"
            .formatted(target.name()));
  }

  /// What the ledger says; for a repository that it does not know, the mode that the configuration
  /// says and the id that the kept key names.
  static RepositoryPins pins(RunContext context) {
    return identity(context)
        .map(known ->
            RepositoryPins.none()
                .withTypeByte(known.keyType().typeByte())
                .withRepositoryId(known.repository().bytes()))
        .orElseGet(() -> configured(context));
  }

  /// A broken ledger says nothing; what goes beyond reading has stopped before.
  private static Optional<Identity> identity(RunContext context) {
    try {
      return context.ledger().state().identity();
    } catch (FleetException e) {
      if (e.code() != ErrorCode.LEDGER_BROKEN) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static RepositoryPins configured(RunContext context) {
    var repository = context.target().repository();
    var pins = RepositoryPins.none().withTypeByte(typeOf(repository.encryption()).typeByte());
    // Where what is kept is no key, reading the repository back will say so.
    return new Escrow(context)
        .kept()
        .map(key -> pins.withRepositoryId(key.repository().bytes()))
        .orElse(pins);
  }

  /// The type of the objects of a repository with this encryption.
  static KeyType typeOf(Encryption encryption) {
    return switch (encryption) {
      case NONE -> KeyType.NONE;
      case AUTHENTICATED -> KeyType.AUTHENTICATED;
      case AUTHENTICATED_BLAKE2 -> KeyType.AUTHENTICATED_BLAKE2;
      case REPOKEY -> KeyType.REPOKEY;
      case REPOKEY_BLAKE2 -> KeyType.REPOKEY_BLAKE2;
      case KEYFILE -> KeyType.KEYFILE;
      case KEYFILE_BLAKE2 -> KeyType.KEYFILE_BLAKE2;
    };
  }
}
