package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import java.util.List;
import java.util.Optional;

/// How a run ended.
public sealed interface Outcome {
  /// It did what it was asked to.
  ///
  /// @param sentence what was done
  /// @param archive the archive it made, for a backup
  /// @param warnings what a person should look at; empty for a plain success
  record Done(String sentence, Optional<ArchiveSummary> archive, List<String> warnings)
      implements Outcome {
    public Done {
      warnings = List.copyOf(warnings);
    }
  }

  /// It did not.
  ///
  /// @param sentence what failed, on which thing
  /// @param nextStep what to do next
  record Failed(ErrorCode code, String sentence, String nextStep) implements Outcome {}
}
