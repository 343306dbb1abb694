package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.ExitStatus.Exited;
import java.util.List;

/// Reads how a borg client ended. Exit codes: 0 success, 1 and 100 to 127 warning, 2 to 99 error,
/// 128 and more a signal (Borg's manual, "Return codes"; 126 and 127 also come from a shell that
/// found no program, which the transcript tells apart).
final class BorgEnding {
  /// What Borg's message ids mean for an operator. Ids: Borg's manual, "Message IDs".
  private record Meaning(String id, ErrorCode code, String sentence, String nextStep) {}

  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning(
              "PassphraseWrong",
              ErrorCode.PASSPHRASE_WRONG,
              "the passphrase does not open the repository of %s",
              "check the secret that `passphrase` of %s refers to"),
          new Meaning(
              "Repository.DoesNotExist",
              ErrorCode.REPOSITORY_MISSING,
              "the repository of %s does not exist",
              "holdfast init %s"),
          new Meaning(
              "Repository.InvalidRepository",
              ErrorCode.REPOSITORY_DAMAGED,
              "what is at the repository path of %s is not a Borg repository",
              "check `repository.path` of %s"),
          new Meaning(
              "Repository.AlreadyExists",
              ErrorCode.REPOSITORY_EXISTS,
              "the repository of %s exists already",
              "holdfast list %s"),
          new Meaning(
              "LockTimeout",
              ErrorCode.REPOSITORY_LOCKED,
              "another session holds the lock of the repository of %s",
              "wait for it to end and run again: holdfast backup %s"),
          new Meaning(
              "Archive.DoesNotExist",
              ErrorCode.ARCHIVE_MISSING,
              "there is no such archive in the repository of %s",
              "holdfast list %s"),
          new Meaning(
              "Repository.InsufficientFreeSpaceError",
              ErrorCode.REPOSITORY_FULL,
              "the disk of the repository host is too full for a backup of %s",
              "free space there, then run: holdfast backup %s"),
          new Meaning(
              "Repository.StorageQuotaExceeded",
              ErrorCode.REPOSITORY_FULL,
              "the storage quota of the repository of %s is used up",
              "raise the quota, then run: holdfast backup %s"),
          new Meaning(
              "IntegrityError",
              ErrorCode.REPOSITORY_DAMAGED,
              "the repository of %s holds damaged data",
              "do not write to it; look at its disk, then check it with borg check: %s"));

  private BorgEnding() {}

  /// Whether borg did what it was asked, perhaps with warnings.
  static boolean succeeded(ExitStatus exit, BorgTranscript transcript) {
    return exit instanceof Exited(var code)
        && (code == 0 || code == 1 || (code >= 100 && !missing(code, transcript)))
        && code < 128
        && transcript.errors().stream().noneMatch(error -> error.level().equals("CRITICAL"));
  }

  /// The failure of a borg client that did not succeed.
  ///
  /// @param subject the target, as people know it
  /// @param host where borg ran
  static FleetException failure(
      String subject, String host, ExitStatus exit, BorgTranscript transcript) {
    for (var meaning : MEANINGS) {
      if (transcript.hasErrorId(meaning.id()) && isBelieved(meaning, host)) {
        return new FleetException(
            meaning.code(),
            meaning.sentence().formatted(subject),
            meaning.nextStep().formatted(subject));
      }
    }
    return switch (exit) {
      case Exited(var code) when missing(code, transcript) ->
          new FleetException(
              ErrorCode.BORG_MISSING,
              "borg cannot be started on %s: %s".formatted(host, transcript.lastWords()),
              "install borgbackup on %s, or set `borg` of %s to its path".formatted(host, subject));
      case Exited(var code) ->
          new FleetException(
              ErrorCode.BORG_FAILED,
              "borg on %s ended with code %d: %s".formatted(host, code, transcript.lastWords()),
              "holdfast doctor " + subject);
      case ExitStatus.Signalled(var signal) ->
          new FleetException(
              ErrorCode.BORG_FAILED,
              "borg on %s was ended by signal %s".formatted(host, signal),
              "look for the out-of-memory killer in the log of " + host);
      case ExitStatus.Lost(var why) ->
          new FleetException(
              ErrorCode.CONNECTION_LOST,
              "the connection to %s broke during the run: %s".formatted(host, why),
              "holdfast doctor " + subject);
    };
  }

  /// What a target's borg says of the repository would be a target's word against its host; what is
  /// true of it the controller and the guard have seen themselves.
  private static boolean isBelieved(Meaning meaning, String host) {
    return host.equals(GuardedBorg.CONTROLLER) || meaning.code() == ErrorCode.REPOSITORY_LOCKED;
  }

  /// Whether borg remembers a newer list of archives than the repository shows: nobody else can
  /// when repository and ledger were put back together.
  static boolean remembersNewer(BorgTranscript transcript) {
    return transcript.hasErrorId("Cache.RepositoryReplay");
  }

  /// A shell says 126 or 127 in plain text where it finds no program; borg logs JSON.
  private static boolean missing(int code, BorgTranscript transcript) {
    return (code == 127 || code == 126) && transcript.isPlainOnly();
  }
}
