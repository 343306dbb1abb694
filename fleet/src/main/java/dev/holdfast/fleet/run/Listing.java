package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The archives of one target, as the repository host shows them now.
///
/// @param target its name
/// @param known whether the ledger knows the repository; if not, nothing says that this is all
/// @param archives oldest first; where it failed empty, or what nobody can judge
/// @param differences in what the repository is not what the ledger says
/// @param failure why there is no list
public record Listing(
    String target,
    boolean known,
    List<Entry> archives,
    List<Difference> differences,
    Optional<Outcome.Failed> failure) {
  public Listing {
    archives = List.copyOf(archives);
    differences = List.copyOf(differences);
  }

  /// One archive.
  ///
  /// @param time when it was started, as its maker said
  public record Entry(String name, String id, Instant time) {}
}
