package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.ledger.Head;
import java.util.List;
import java.util.Optional;

/// What an audit of one target found.
///
/// @param entries how many entries its chain has, all of them proven
/// @param head of the chain; to be noted elsewhere
/// @param known whether the ledger knows the repository
/// @param archives how many archives live by the ledger
/// @param differences between ledger and repository
/// @param failure why it could not be finished
public record AuditReport(
    String target,
    long entries,
    Head head,
    boolean known,
    int archives,
    List<Difference> differences,
    Optional<Outcome.Failed> failure) {
  public AuditReport {
    differences = List.copyOf(differences);
  }

  /// Whether chain and repository were looked at and are as they must be.
  public boolean clean() {
    return known && differences.isEmpty() && failure.isEmpty();
  }
}
