package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.repository.RepositoryCalls;
import dev.holdfast.borg.repository.RepositoryException;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.RepositoryState.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What it means that a repository which the ledger knows does not open: it has become another, and
/// that is a finding. Nobody is told to change the configuration, or to make a new one.
final class KnownOpening {
  private final RunContext context;

  KnownOpening(RunContext context) {
    this.context = context;
  }

  /// Whether the ledger knows it.
  boolean isKnown() {
    return identity().isPresent();
  }

  /// The backups that have begun and are not acknowledged. Each has begun under the repository's
  /// lock, so whoever gets the lock after asking comes after them.
  Set<ArchiveName> started() {
    return state().<Set<ArchiveName>>map(RepositoryState::unfinished).orElseGet(Set::of);
  }

  /// A ledger that cannot be read knows nothing; whoever compares with it says why.
  private Optional<RepositoryState> state() {
    try {
      return Optional.of(context.ledger().state());
    } catch (FleetException _) {
      return Optional.empty();
    }
  }

  private Optional<Identity> identity() {
    return state().flatMap(RepositoryState::identity);
  }

  /// @param shown what the repository calls itself
  /// @throws FleetException if the ledger knows another
  void requireSame(ObjectId shown) {
    identity()
        .filter(known -> !known.repository().equals(shown))
        .map(known -> Difference.otherRepository(shown, known.repository()))
        .ifPresent(difference -> {
          throw raise(difference);
        });
  }

  /// What it holds was not believed.
  ///
  /// @return empty where that says nothing about the repository
  Optional<FleetException> of(RefusedException e, RepositoryCalls calls) throws IOException {
    var identity = identity();
    if (identity.isEmpty()) {
      return Optional.empty();
    }
    var known = identity.get();
    return switch (e.refusal()) {
      case WRONG_KEY_TYPE -> Optional.of(otherMode(known, e));
      case WRONG_PASSPHRASE, WRONG_REPOSITORY ->
          isOtherKey(known, calls)
              ? Optional.of(
                  raise(Difference.Kind.OTHER_KEY, "its locked key is another than before"))
              : Optional.empty();
      case MALFORMED, TOO_LARGE, UNSUPPORTED, UNKNOWN_FEATURE, NOT_AUTHENTIC, WRONG_ID ->
          Optional.of(
              raise(
                  Difference.Kind.UNREADABLE,
                  "its key, or its list of archives, is not that of the known one: "
                      + e.getMessage()));
      case NO_KEY -> Optional.empty();
    };
  }

  /// Its host could not read it.
  ///
  /// @return empty where that says nothing about the repository
  Optional<FleetException> of(RepositoryException e) {
    return switch (e.failure()) {
      case DAMAGED, OBJECT_NOT_FOUND ->
          isKnown()
              ? Optional.of(
                  raise(
                      Difference.Kind.UNREADABLE,
                      "its list of archives cannot be read: " + e.getMessage()))
              : Optional.empty();
      case DOES_NOT_EXIST,
          NOT_A_REPOSITORY,
          PATH_NOT_ALLOWED,
          LOCKED,
          PERMISSION_DENIED,
          NO_SPACE,
          NOT_BORG,
          ENDED,
          OTHER ->
          Optional.empty();
    };
  }

  /// A configuration that contradicts the ledger says nothing about the host.
  private FleetException otherMode(Identity known, RefusedException e) {
    var target = context.target();
    var configured = KnownRepository.typeOf(target.repository().encryption());
    if (configured != known.keyType()) {
      return new FleetException(
          ErrorCode.CONFIG_INVALID,
          "the configuration says that the repository of %s has the mode %s, and the ledger knows it in the mode %s"
              .formatted(target.name(), configured.borgName(), known.keyType().borgName()),
          "set `repository.encryption` of %s to %s"
              .formatted(target.name(), known.keyType().borgName()),
          e);
    }
    return raise(
        Difference.Kind.OTHER_KEY_TYPE,
        "its mode is not %s any more: %s".formatted(known.keyType().borgName(), e.getMessage()));
  }

  private static boolean isOtherKey(Identity known, RepositoryCalls calls) throws IOException {
    if (known.keyFingerprint().isEmpty() || known.keyType().place() != KeyPlace.REPOSITORY) {
      return false;
    }
    try {
      var shown = Optional.of(KeyBlob.parse(calls.loadKey()).fingerprint());
      return !shown.equals(known.keyFingerprint()) && !shown.equals(known.keyChange());
    } catch (RefusedException _) {
      return true;
    }
  }

  private FleetException raise(Difference.Kind kind, String what) {
    return raise(new Difference(kind, what));
  }

  private FleetException raise(Difference difference) {
    return RecordedRepository.raise(context, List.of(difference));
  }
}
