package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.MemoryLedger;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.Nonces;
import java.time.Instant;
import java.util.List;
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
    assertThat(fresh().clockFloor()).isZero();
    assertThat(fresh().free()).isEqualTo(1L << 41);
  }

  /// The host pushes as far as it may at each question, the ledger is lost at once, and the host
  /// shows its oldest state and whatever number it likes.
  @Test
  void a_hostile_host_cannot_steer_a_lost_ledger_onto_used_nonces() {
    var used = 0L;
    for (int loss = 0; loss < 20; loss++) {
      for (var host : List.of(0L, used - STEP, used - 1, used - (1L << 40))) {
        var told = new Nonces(fresh()).free(Math.max(0, host));
        assertThat(told.orElse(used)).isGreaterThanOrEqualTo(used);
      }
      var ledger = fresh();
      var nonces = new Nonces(ledger);
      for (int question = 0; question < 20; question++) {
        var pushed = ledger.clockFloor() + (1L << 40);
        var start = Math.max(nonces.free(pushed).orElseThrow(), used);
        assertThat(nonces.free(start + (1L << 40))).isEmpty();
        start = nonces.free(pushed).orElseThrow();
        assertThat(start).isGreaterThanOrEqualTo(used);
        used = start + STEP;
        assertThat(nonces.reserve(start, used)).isEmpty();
        now = now.plusSeconds(1);
      }
    }
  }

  @Test
  void a_ledger_that_was_there_from_the_beginning_follows_the_clock_alone() {
    var ledger = new TargetLedger(new MemoryLedger(), "web1", () -> now);
    ledger.append(
        new LedgerEntry.RepositoryKnown(
            ObjectId.MANIFEST, KeyType.REPOKEY, Optional.empty(), LedgerEntry.Origin.CREATED));
    var nonces = new LedgerNonces(ledger, () -> now);
    assertThat(nonces.free()).isEqualTo(nonces.clockFloor());
  }
}
