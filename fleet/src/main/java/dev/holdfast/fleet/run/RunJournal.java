package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.Optional;

/// Remembers how runs ended. Every implementation passes `RunJournalContract`.
public interface RunJournal {
  /// Keeps a record for good; it has reached the disk when this returns.
  void append(RunRecord record);

  /// The newest archive that a backup of this target made.
  Optional<ArchiveSummary> lastArchive(String target);

  /// When the last of these actions that did not fail was started for this target.
  Optional<Instant> lastDone(String target, Action action);

  /// When the last check that did not fail, and looked at all that this depth looks at, was started
  /// for this target.
  Optional<Instant> lastChecked(String target, CheckDepth depth);
}
