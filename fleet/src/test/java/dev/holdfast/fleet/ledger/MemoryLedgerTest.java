package dev.holdfast.fleet.ledger;

final class MemoryLedgerTest extends LedgerContract {
  private final MemoryLedger ledger = new MemoryLedger();

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected Ledger sameLedgerAgain() {
    return ledger;
  }
}
