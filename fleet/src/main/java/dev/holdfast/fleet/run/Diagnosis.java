package dev.holdfast.fleet.run;

import java.util.List;
import java.util.stream.Stream;

/// What an examination of one target found.
public record Diagnosis(String target, List<Check> checks) {
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /// How a check came out, in the order of what it means for backups.
  public enum Grade {
    /// As it should be.
    GOOD,
    /// Backups work, but a person should know.
    NOTICE,
    /// Backups fail, or are in danger.
    BAD
  }

  /// One thing that was looked at.
  ///
  /// @param subject what was looked at, for example `ssh to web1`
  /// @param sentence what was seen
  /// @param fix what to do; empty where all is good
  public record Check(Grade grade, String subject, String sentence, String fix) {}

  /// The same, and one thing more.
  public Diagnosis with(Check check) {
    return new Diagnosis(target, Stream.concat(checks.stream(), Stream.of(check)).toList());
  }

  /// The worst grade of all checks.
  public Grade worst() {
    return checks.stream().map(Check::grade).max(Grade::compareTo).orElse(Grade.GOOD);
  }
}
