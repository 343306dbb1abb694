package dev.holdfast.borg.retention;

import java.util.List;

/// What becomes of each archive of a repository, newest first.
public record RetentionPlan(List<Planned> archives) {
  public RetentionPlan {
    archives = List.copyOf(archives);
  }

  /// One archive of the plan.
  public record Planned(Candidate archive, Fate fate) {}

  /// What is to be deleted, newest first.
  public List<Candidate> dropped() {
    return archives.stream()
        .filter(planned -> !planned.fate().isKept())
        .map(Planned::archive)
        .toList();
  }

  /// How many stay.
  public long kept() {
    return archives.stream().filter(planned -> planned.fate().isKept()).count();
  }
}
