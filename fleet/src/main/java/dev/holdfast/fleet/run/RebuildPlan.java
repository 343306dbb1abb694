package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.Head;
import dev.holdfast.fleet.ledger.LedgerRebuild;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.util.List;
import java.util.Optional;

/// What a person is asked to accept.
///
/// @param head by which it was planned: whatever was entered since is not part of it
/// @param shown what the repository host shows
/// @param changes what the ledger would forget and learn
/// @param broken the chain in whose place another would begin
/// @param doubts what is wrong with archives that it would learn
public record RebuildPlan(
    Target target,
    Head head,
    Shown shown,
    LedgerRebuild changes,
    Optional<TargetLedger.Broken> broken,
    List<String> doubts) {
  public RebuildPlan {
    doubts = List.copyOf(doubts);
  }

  /// How what [#doubts] tells is put right.
  public String mend() {
    return LearntArchives.mend(target);
  }
}
