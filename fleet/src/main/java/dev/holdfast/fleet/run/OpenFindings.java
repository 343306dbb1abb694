package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.RepositoryState.OpenFinding;
import java.util.List;
import java.util.Optional;

/// What a person should look at, of one target.
///
/// @param known whether the ledger knows anything of the target
/// @param failure why its findings are not known
public record OpenFindings(
    String target, boolean known, List<OpenFinding> open, Optional<Outcome.Failed> failure) {
  public OpenFindings {
    open = List.copyOf(open);
  }
}
