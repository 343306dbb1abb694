package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.NonceSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The nonces of one repository: those that its ledger has not given out, and never fewer than the
/// clock has passed. Nobody uses nonces as fast as the clock passes them, so what is free now was
/// free at every time before: a ledger that was lost or put back gives nothing out twice, whatever
/// old state the repository host shows with it.
final class LedgerNonces implements NonceSource {
  /// Where the clock begins to pass them.
  private static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");

  /// Two reservations of borg's, or 8 GiB of data. They last until 2156.
  private static final long PER_SECOND = 1L << 29;

  private final TargetLedger ledger;
  private final InstantSource clock;

  LedgerNonces(TargetLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public long free() {
    var seconds = Duration.between(BEGINNING, clock.instant()).toSeconds();
    return Math.max(ledger.state().nextNonce(), Math.max(0, seconds) * PER_SECOND);
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
