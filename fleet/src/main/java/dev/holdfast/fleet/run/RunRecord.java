package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.List;

/// One run and its outcome, as it is remembered.
public record RunRecord(
    String id,
    Action action,
    String target,
    Instant started,
    Instant ended,
    Outcome outcome,
    List<Finding> findings) {
  public RunRecord {
    findings = List.copyOf(findings);
  }
}
