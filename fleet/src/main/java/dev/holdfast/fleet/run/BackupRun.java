package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Backs one target up; what came of it decides whether that was a backup.
final class BackupRun implements Run {
  @Override
  public Outcome.Done execute(RunContext context) {
    var made = new Backup(context).make();
    return done(context.target(), made.archive(), made.transcript());
  }

  /// Warnings of borg stay warnings. But an archive without a file, made from sources of which none
  /// exists, is no backup.
  private static Outcome.Done done(
      Target target, ArchiveSummary archive, BorgTranscript transcript) {
    var warnings = new ArrayList<>(transcript.warnings());
    transcript.errors().forEach(error -> warnings.add(error.text()));
    var missing =
        target.policy().sources().stream()
            .filter(source -> warnings.stream().anyMatch(warning -> isMissing(source, warning)))
            .toList();
    if (archive.files() == 0 && missing.size() == target.policy().sources().size()) {
      throw new FleetException(
          ErrorCode.SOURCE_MISSING,
          "nothing was backed up from %s: none of its sources exists (%s)"
              .formatted(target.name(), String.join(", ", missing)),
          "correct `sources` of " + target.name());
    }
    return new Outcome.Done(
        "archive %s made and read back".formatted(archive.name()),
        Optional.of(archive),
        List.copyOf(warnings));
  }

  private static boolean isMissing(String source, String warning) {
    return warning.startsWith(source + ": ") && warning.contains("[Errno 2]");
  }
}
