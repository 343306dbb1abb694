package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The archives of one target, as the repository host shows them now.
///
/// @param target its name
/// @param archives oldest first; empty where it failed
/// @param failure why there is no list
public record Listing(String target, List<Entry> archives, Optional<Outcome.Failed> failure) {
  public Listing {
    archives = List.copyOf(archives);
  }

  /// One archive.
  ///
  /// @param time when it was started, as its maker said
  public record Entry(String name, String id, Instant time) {}
}
