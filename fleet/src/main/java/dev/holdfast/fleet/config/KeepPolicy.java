package dev.holdfast.fleet.config;

import dev.holdfast.borg.retention.KeepRules;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// Which archives stay, and when what goes is gone for good.
///
/// @param rules empty: all stay
/// @param protectLast so many of the newest stay whatever the rules say
/// @param floor so many are left at least
/// @param quarantine how long what was dropped could still be brought back before its space is
///   freed
/// @param zone whose days and weeks count
public record KeepPolicy(
    Optional<KeepRules> rules, int protectLast, int floor, Duration quarantine, ZoneId zone) {
  /// Nothing goes.
  public static KeepPolicy standard() {
    return new KeepPolicy(Optional.empty(), 1, 1, Duration.ofDays(3), ZoneId.of("UTC"));
  }

  /// The same safeguards for other rules.
  public KeepPolicy withRules(KeepRules others) {
    return new KeepPolicy(Optional.of(others), protectLast, floor, quarantine, zone);
  }
}
