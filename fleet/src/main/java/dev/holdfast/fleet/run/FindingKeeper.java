package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.util.HashSet;
import java.util.List;

/// Enters findings, which stay open until a person closes them.
final class FindingKeeper {
  private FindingKeeper() {}

  /// One that is open already is not raised again.
  static void keep(TargetLedger ledger, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    ledger.amend(state -> {
      var open = new HashSet<LedgerEntry>();
      state.findings().values().forEach(finding -> open.add(finding.finding()));
      return findings.stream().map(Finding::entry).filter(open::add).toList();
    });
  }
}
