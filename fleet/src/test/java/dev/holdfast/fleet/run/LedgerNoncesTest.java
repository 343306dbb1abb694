package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.MemoryLedger;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerNoncesTest {
  private static final long STEP = 1L << 28;

  private Instant now = Instant.parse("2026-11-20T02:00:00Z");

  /// A ledger that knows the repository, and nothing else.
  private LedgerNonces fresh() {
    var ledger = new TargetLedger(new MemoryLedger(), "web1", () -> now);
    ledger.append(
        new LedgerEntry.RepositoryKnown(
            ObjectId.MANIFEST, KeyType.REPOKEY, Optional.empty(), LedgerEntry.Origin.REBUILT));
    return new LedgerNonces(ledger, () -> now);
  }

  @Test
  void what_was_given_out_is_never_free_again() {
    var nonces = fresh();
    var start = nonces.free();
    assertThat(nonces.reserve(start, start + (1L << 42))).isTrue();
    assertThat(nonces.free()).isEqualTo(start + (1L << 42));
    now = now.minusSeconds(1_000_000);
    assertThat(nonces.free()).as("a clock that was put back").isEqualTo(start + (1L << 42));
    assertThat(nonces.reserve(start, start + STEP)).isFalse();
  }

  @Test
  void a_ledger_that_was_lost_begins_behind_all_that_it_ever_gave_out() {
    var used = 0L;
    for (int loss = 0; loss < 50; loss++) {
      var nonces = fresh();
      for (int session = 0; session < 20; session++) {
        var start = nonces.free();
        assertThat(start).isGreaterThanOrEqualTo(used);
        used = start + STEP;
        assertThat(nonces.reserve(start, used)).isTrue();
        now = now.plusSeconds(1);
      }
    }
  }

  @Test
  void there_are_enough_of_them() {
    now = Instant.parse("2155-01-01T00:00:00Z");
    assertThat(fresh().free()).isBetween(0L, 1L << 61);
    now = Instant.parse("1970-01-01T00:00:00Z");
    assertThat(fresh().free()).isZero();
  }
}
