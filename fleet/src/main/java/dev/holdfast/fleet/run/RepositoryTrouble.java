package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.repository.RepositoryException;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.io.IOException;

/// Tells a person why a repository could not be read.
final class RepositoryTrouble {
  private RepositoryTrouble() {}

  /// The repository host refused or misbehaved.
  ///
  /// @param known whether the ledger knows the repository: nobody makes a new one then, and a disk
  ///   that is not mounted is more likely than anything else
  /// @param lastWords what `borg serve` said last on its standard error
  static FleetException of(RepositoryException e, Target target, boolean known, String lastWords) {
    var host = target.repository().host().name();
    var where = "the repository of " + target.name() + " on " + host;
    return switch (e.failure()) {
      case DOES_NOT_EXIST ->
          failure(
              ErrorCode.REPOSITORY_MISSING,
              where + (known ? " is gone" : " does not exist"),
              known ? bringBack(target) : "holdfast init " + target.name(),
              e);
      case NOT_A_REPOSITORY ->
          failure(
              ErrorCode.REPOSITORY_DAMAGED,
              "what is at the path of " + where + " is not a Borg 1.x repository",
              known ? bringBack(target) : "check `repository.path` of " + target.name(),
              e);
      case PATH_NOT_ALLOWED, PERMISSION_DENIED ->
          failure(
              ErrorCode.REPOSITORY_PATH_REFUSED,
              where + " may not be used: " + e.getMessage(),
              "check the owner of its directory and the forced command of the login on " + host,
              e);
      case LOCKED ->
          failure(
              ErrorCode.REPOSITORY_LOCKED,
              "another session holds the lock of " + where,
              "wait for it to end, then run again",
              e);
      case DAMAGED, OBJECT_NOT_FOUND ->
          failure(
              ErrorCode.REPOSITORY_DAMAGED,
              where + " is damaged: " + e.getMessage(),
              "do not write to it; look at the disk of " + host + ", then run borg check there",
              e);
      case NO_SPACE ->
          failure(
              ErrorCode.REPOSITORY_FULL, where + ": " + e.getMessage(), "free space on " + host, e);
      case NOT_BORG, ENDED -> notBorg(e, target, lastWords);
      case OTHER ->
          failure(
              ErrorCode.BORG_FAILED,
              where + " cannot be read: " + e.getMessage(),
              "holdfast doctor " + target.name(),
              e);
    };
  }

  private static String bringBack(Target target) {
    return "look for a disk that is not mounted on %s, or bring the repository back from a copy; only where it is lost for good: holdfast init --new %s"
        .formatted(target.repository().host().name(), target.name());
  }

  private static FleetException notBorg(IOException e, Target target, String lastWords) {
    var host = target.repository().host();
    return failure(
        ErrorCode.BORG_MISSING,
        "borg serve does not answer on %s: %s"
            .formatted(host.name(), lastWords.isEmpty() ? e.getMessage() : lastWords),
        "install borgbackup on %s, or set `borg` of that repository host to its path"
            .formatted(host.name()),
        e);
  }

  /// What it holds was not believed.
  static FleetException of(RefusedException e, Target target) {
    var where = "the repository of " + target.name();
    return switch (e.refusal()) {
      case WRONG_PASSPHRASE ->
          failure(
              ErrorCode.PASSPHRASE_WRONG,
              "the passphrase does not open " + where,
              "check the secret that `repository.passphrase` of " + target.name() + " refers to",
              e);
      case WRONG_KEY_TYPE ->
          failure(
              ErrorCode.REPOSITORY_DAMAGED,
              where + " is not what the configuration says: " + e.getMessage(),
              "if you made it so, set `repository.encryption` of " + target.name(),
              e);
      case NO_KEY, WRONG_REPOSITORY ->
          failure(
              ErrorCode.PASSPHRASE_WRONG,
              where + " cannot be opened: " + e.getMessage(),
              "if you made the repository anew, run: holdfast init " + target.name(),
              e);
      case MALFORMED, TOO_LARGE, UNSUPPORTED, UNKNOWN_FEATURE, NOT_AUTHENTIC, WRONG_ID ->
          failure(
              ErrorCode.REPOSITORY_DAMAGED,
              where + " is not to be believed: " + e.getMessage(),
              "do not write to it; compare it with an older copy of the repository",
              e);
    };
  }

  /// The connection broke, or somebody closed it because a deadline passed.
  static FleetException lost(IOException e, Target target, String lastWords) {
    return lastWords.isEmpty()
        ? failure(
            ErrorCode.CONNECTION_LOST,
            "the connection to "
                + target.repository().host().name()
                + " broke while the repository was read: "
                + e.getMessage(),
            "holdfast doctor " + target.name(),
            e)
        : notBorg(e, target, lastWords);
  }

  private static FleetException failure(
      ErrorCode code, String sentence, String nextStep, Exception cause) {
    return new FleetException(code, sentence, nextStep, cause);
  }
}
