package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.NonceSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The nonces of one repository, as its ledger has given them out.
final class LedgerNonces implements NonceSource {
  private final TargetLedger ledger;

  LedgerNonces(TargetLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public long free() {
    return ledger.state().nextNonce();
  }

  @Override
  public boolean reserve(long start, long next) {
    var granted = new AtomicBoolean();
    ledger.amend(state -> {
      granted.set(start >= state.nextNonce());
      return granted.get() ? List.of(new LedgerEntry.NoncesReserved(start, next)) : List.of();
    });
    return granted.get();
  }
}
