package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One run and its outcome, as it is remembered.
///
/// @param depth of a check
public record RunRecord(
    String id,
    Action action,
    Optional<CheckDepth> depth,
    String target,
    Instant started,
    Instant ended,
    Outcome outcome,
    List<Finding> findings) {
  public RunRecord {
    findings = List.copyOf(findings);
  }

  /// For everything that is no check.
  public RunRecord(
      String id,
      Action action,
      String target,
      Instant started,
      Instant ended,
      Outcome outcome,
      List<Finding> findings) {
    this(id, action, Optional.empty(), target, started, ended, outcome, findings);
  }
}
