package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.OptionalLong;

/// What happens in a run, as it happens. Texts may hold bytes that a target chose: whoever shows
/// them escapes control characters.
public sealed interface RunEvent {
  /// The target of the run.
  String target();

  /// The run begins.
  ///
  /// @param expectedBytes size of the previous archive, where one is known
  record Started(String target, Action action, Instant at, OptionalLong expectedBytes)
      implements RunEvent {}

  /// The run takes its next step.
  record Step(String target, String sentence) implements RunEvent {}

  /// How far borg has come.
  ///
  /// @param files files seen so far
  /// @param originalBytes their size
  /// @param addedBytes compressed and deduplicated bytes sent so far
  record Progress(String target, long files, long originalBytes, long addedBytes)
      implements RunEvent {}

  /// Something that does not stop the run.
  record Warned(String target, String message) implements RunEvent {}

  /// Something a person should know.
  record FindingRaised(String target, Finding finding) implements RunEvent {}

  /// The run is over.
  record Finished(String target, RunRecord record) implements RunEvent {}
}
