package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.NonceSource;
import dev.holdfast.guard.Nonces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The nonces of one repository: those that its ledger has not given out, and never fewer than the
/// clock has passed. Nobody uses nonces as fast as the clock passes them, so what is free now was
/// free at every time before: a ledger that was lost gives nothing out twice, whatever old state
/// the repository host shows with it.
final class LedgerNonces implements NonceSource {
  /// Where the clock begins to pass them.
  private static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");

  /// Two reservations of borg's, or 8 GiB of data. They last until 2156.
  private static final long PER_SECOND = 1L << 29;

  /// A ledger that was lost may have been pushed ahead of the clock by a repository host just
  /// before; a new one begins behind that.
  private static final long PUSHED_MAX = 2 * Nonces.LEAP_MAX;

  private final TargetLedger ledger;
  private final InstantSource clock;

  LedgerNonces(TargetLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public long free() {
    var state = ledger.state();
    var lost = state.identity().filter(known -> known.origin() != LedgerEntry.Origin.CREATED);
    var begun =
        lost.map(RepositoryState.Identity::since).map(at -> passed(at) + PUSHED_MAX).orElse(0L);
    return Math.max(Math.max(state.nextNonce(), begun), clockFloor());
  }

  @Override
  public long clockFloor() {
    return passed(clock.instant());
  }

  private static long passed(Instant at) {
    return Math.max(0, Duration.between(BEGINNING, at).toSeconds()) * PER_SECOND;
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
