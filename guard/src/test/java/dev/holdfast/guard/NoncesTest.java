package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// No two writers ever encrypt with the same nonce, whatever the repository host says.
class NoncesTest {
  private static final Value NIL = new Value.Nil();
  private static final SessionPolicy BACKUP =
      new SessionPolicy.Backup("/backups/web", Duration.ofSeconds(7));

  private static Talk openBackup() {
    return new Talk(BACKUP).open();
  }

  @Test
  void nonces_are_reserved_within_bounds_and_once_per_question() {
    long far = 1L << 40;
    nonces(100, 100, 101, true);
    nonces(100, 100, 100 + (1L << 40), true);
    nonces(100, 100, 101 + (1L << 40), false);
    nonces(100, 100, 100, false);
    nonces(100, 100, 99, false);
    nonces(100, 99, 200, false);
    nonces(100, 101, 200, false);
    nonces(far, far, far + (1 << 28), true);
    nonces(100, 100, Long.MIN_VALUE, false);
    Talk unasked = openBackup();
    unasked.refused(
        "commit_nonce_reservation",
        args("next_unreserved", new Value.Int(1), "start_nonce", NIL),
        Reason.BAD_NONCE_RESERVATION);
    Talk twice = nonces(100, 100, 200, true);
    twice.refused(
        "commit_nonce_reservation",
        args("next_unreserved", new Value.Int(300), "start_nonce", new Value.Int(200)),
        Reason.BAD_NONCE_RESERVATION);
  }

  @Test
  void objects_do_not_wait_for_the_ledger() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    NonceSource slow =
        new NonceSource() {
          @Override
          public long clockFloor() {
            return 0;
          }

          @Override
          public long free() {
            return 0;
          }

          @Override
          public boolean reserve(long start, long next) {
            asked.countDown();
            awaitQuietly(enough);
            return true;
          }
        };
    Nonces nonces = new Nonces(slow);
    long start = nonces.free(0).orElseThrow();
    var granted = CompletableFuture.supplyAsync(() -> nonces.reserve(start, start + 10));
    asked.await();
    assertThat(nonces.cover(start, 1)).isFalse();
    enough.countDown();
    assertThat(granted.get()).isEmpty();
    assertThat(nonces.cover(start, 10)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_host_that_claims_too_many_used_nonces_is_caught() {
    Talk talk = openBackup();
    long asked = talk.forwarded("get_free_nonce", args()).id();
    assertThat(talk.session.judge(new Reply.Result(asked, new Value.Int((1L << 40) + 1))))
        .isInstanceOfSatisfying(
            ReplyVerdict.Warn.class,
            warn -> assertThat(warn.refusal().reason()).isEqualTo(Reason.WRONG_REPOSITORY));
  }

  @Test
  void a_host_that_forgot_nonces_is_overruled_and_brought_up_to_date() {
    MemoryNonces ledger = new MemoryNonces(5_000);
    Nonces nonces = new Nonces(ledger);
    Talk talk =
        new Talk(
                BACKUP,
                new Permissive() {
                  @Override
                  public Nonces nonces() {
                    return nonces;
                  }
                })
            .open();
    askNonce(talk, new Value.Int(70), 5_000);
    Request.Call forwarded =
        talk.forwarded(
            "commit_nonce_reservation",
            args("next_unreserved", new Value.Int(9_000), "start_nonce", new Value.Int(5_000)));
    assertThat(forwarded.arguments())
        .isEqualTo(args("next_unreserved", new Value.Int(9_000), "start_nonce", new Value.Int(70)));
    assertThat(ledger.free()).isEqualTo(9_000);
    assertThat(nonces.cover(5_000, 4_000)).isTrue();
    assertThat(nonces.cover(5_000, 4_001)).isFalse();
    assertThat(nonces.cover(4_999, 1)).isFalse();
    assertThat(nonces.cover(Long.MAX_VALUE, 9)).isFalse();
  }

  @Test
  void two_sessions_never_get_the_same_nonces() {
    MemoryNonces ledger = new MemoryNonces(10);
    Nonces one = new Nonces(ledger);
    Nonces other = new Nonces(ledger);
    assertThat(one.free(0)).contains(10L);
    assertThat(other.free(0)).contains(10L);
    assertThat(one.reserve(10, 20)).isEmpty();
    assertThat(other.reserve(10, 20)).isPresent();
    assertThat(other.free(0)).contains(20L);
    assertThat(other.reserve(20, 30)).isEmpty();
    assertThat(one.cover(20, 1)).isFalse();
  }

  @Test
  void nonces_are_not_used_up_in_many_steps() {
    Nonces nonces = new Nonces(new MemoryNonces(0));
    assertThat(nonces.reserve(nonces.free(0).orElseThrow(), 1L << 40)).isEmpty();
    long free = nonces.free(0).orElseThrow();
    assertThat(nonces.reserve(free, free + (1L << 29) + 1)).as("only one leap").isPresent();
    long steps = 0;
    do {
      free = nonces.free(0).orElseThrow();
      steps++;
    } while (nonces.reserve(free, free + (1L << 29)).isEmpty());
    assertThat(steps).isEqualTo(((1L << 42) - (1L << 40)) / (1L << 29) + 1);
  }

  @Test
  void a_host_that_pushes_at_every_question_never_gains_more_than_one_leap() {
    MemoryNonces ledger = new MemoryNonces(1_000);
    long most = 1_000 + (1L << 40);
    for (int session = 0; session < 20; session++) {
      Nonces nonces = new Nonces(ledger);
      for (int question = 0; question < 10; question++) {
        assertThat(nonces.free(Math.max(ledger.free(), most) + 1)).isEmpty();
        long told = nonces.free(Math.max(ledger.free(), most)).orElseThrow();
        assertThat(told).isEqualTo(Math.max(ledger.free(), most));
        assertThat(nonces.reserve(told, told + 1)).isEmpty();
      }
    }
    assertThat(ledger.free()).isEqualTo(most + 20 * 10);
  }

  @Test
  void a_manifest_far_ahead_is_no_ground_for_another_leap() {
    long used = 1L << 45;
    Nonces nonces = new Nonces(new MemoryNonces(1_000));
    assertThat(nonces.passed(used - 10, 10)).isTrue();
    assertThat(nonces.free(used + (1L << 29) + 1)).isEmpty();
    assertThat(nonces.free(used + (1L << 29))).contains(used + (1L << 29));
    assertThat(nonces.free(used - 1)).isEmpty();
  }

  static void askNonce(Talk talk, Value host, long told) {
    long id = talk.forwarded("get_free_nonce", args()).id();
    assertThat(talk.session.judge(new Reply.Result(id, host)))
        .isEqualTo(new ReplyVerdict.Deliver(new Reply.Result(id, new Value.Int(told))));
  }

  private static Talk nonces(long free, long start, long next, boolean fine) {
    Talk talk = openBackup();
    askNonce(talk, new Value.Int(free), free);
    SequencedMap<String, Value> reservation =
        args("next_unreserved", new Value.Int(next), "start_nonce", new Value.Int(start));
    if (fine) {
      talk.passes("commit_nonce_reservation", reservation, NIL);
    } else {
      talk.refused("commit_nonce_reservation", reservation, Reason.BAD_NONCE_RESERVATION);
    }
    return talk;
  }
}
