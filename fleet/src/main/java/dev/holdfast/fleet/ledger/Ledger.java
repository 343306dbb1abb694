package dev.holdfast.fleet.ledger;

import java.util.List;
import java.util.SortedSet;

/// Keeps the chains, one per target, and forgets nothing. Every implementation passes
/// `LedgerContract`.
///
/// Several processes may use the same ledger. All methods throw a
/// [dev.holdfast.fleet.failure.FleetException] where it cannot be read or written.
public interface Ledger {
  /// Where it is kept, for messages; no secret.
  String place();

  /// The names of all chains that have an entry.
  SortedSet<String> chains();

  /// The links of a chain behind that sequence number, in order; 0 for all. They are not checked.
  List<Link> linksAfter(String chain, long sequence);

  /// Appends links, all or none; they have reached the disk when this returns.
  ///
  /// @param links at least one, each following the one before
  /// @return false, and nothing was appended, if the first one does not follow the chain's head:
  ///   somebody else was quicker
  boolean append(String chain, List<Link> links);
}
