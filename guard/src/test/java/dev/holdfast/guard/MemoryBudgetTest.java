package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.guard.MemoryBudget.Share;
import dev.holdfast.guard.MemoryBudget.SpentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;

  private final MemoryBudget memory = new MemoryBudget(0, 0, 120);
  private final Share one = share(memory);
  private final Share other = share(memory);

  private static Share share(MemoryBudget memory) {
    return memory.share(new Random(5));
  }

  /// As much as it gets, a little at a time.
  private static long hog(Share share, long step) {
    long held = 0;
    while (share.takeIfLeft(step)) {
      held += step;
    }
    return held;
  }

  @Test
  void nobody_holds_more_than_twice_what_is_left() {
    assertThat(one.takeIfLeft(81)).isFalse();
    one.take(80);
    assertThat(one.takeIfLeft(1)).isFalse();
    assertThat(memory.left()).isEqualTo(40);
    assertThatThrownBy(() -> other.take(27)).isInstanceOf(SpentException.class);
    other.take(26);
    assertThat(other.takeIfLeft(1)).isFalse();
    assertThat(memory.left()).isEqualTo(14);
  }

  @Test
  void what_is_given_back_lets_the_others_grow() {
    one.take(80);
    other.take(26);
    one.giveBack(60);
    assertThat(hog(other, 1)).isEqualTo(40);
    assertThat(memory.left()).isEqualTo(34);
    assertThat(hog(one, 1)).isEqualTo(16);
    assertThat(memory.left()).isEqualTo(18);
  }

  @Test
  void after_several_hogs_there_is_something_left() {
    long left = 120 * MIB;
    MemoryBudget shared = new MemoryBudget(0, 0, left);
    for (int hogs = 0; hogs < 3; hogs++) {
      long held = hog(share(shared), MIB / 4);
      left -= held;
      assertThat(held).isBetween(2 * left - MIB, 2 * left);
      assertThat(shared.left()).isEqualTo(left);
    }
    assertThat(hog(share(shared), MIB / 4)).isGreaterThan(2 * MIB);
  }

  @Test
  void what_can_be_done_without_takes_half_at_most() {
    assertThat(one.takeSpare(61)).isFalse();
    assertThat(one.takeSpare(60)).isTrue();
    assertThat(one.takeSpare(1)).isFalse();
    one.take(20);
  }

  @Test
  void a_session_that_is_over_holds_nothing_and_gets_nothing() {
    one.take(70);
    one.giveBack(20);
    one.close();
    one.close();
    one.giveBack(50);
    assertThatThrownBy(() -> one.take(1)).isInstanceOf(SpentException.class);
    assertThat(memory.left()).isEqualTo(120);
    other.take(80);
  }

  @Test
  void nothing_is_given_back_twice_and_nothing_negative_is_taken() {
    one.take(70);
    assertThatThrownBy(() -> one.giveBack(71)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> one.giveBack(-1)).isInstanceOf(IllegalStateException.class);
    assertThat(one.takeIfLeft(-1)).isFalse();
    assertThat(one.takeIfLeft(Long.MAX_VALUE)).isFalse();
    assertThat(one.takeIfLeft(0)).isTrue();
    assertThat(memory.left()).isEqualTo(50);
  }

  @Test
  void what_is_held_for_a_while_is_given_back() {
    try (var _ = one.hold(80)) {
      assertThat(one.takeIfLeft(1)).isFalse();
    }
    assertThat(memory.left()).isEqualTo(120);
  }

  @Test
  void each_of_so_many_sessions_has_a_little_of_its_own() {
    MemoryBudget shared = new MemoryBudget(10, 2, 120);
    Share greedy = share(shared);
    assertThat(hog(greedy, 1)).isEqualTo(90);
    Share modest = share(shared);
    assertThat(hog(share(shared), 1)).as("the third").isEqualTo(26);
    modest.take(10);
    assertThat(shared.left()).isEqualTo(14);
    greedy.giveBack(85);
    assertThat(shared.left()).isEqualTo(94);
    greedy.close();
    greedy.close();
    assertThat(hog(share(shared), 1)).as("what the first had of its own").isEqualTo(72);
    assertThat(hog(share(shared), 1)).as("nobody gave that back twice").isEqualTo(21);
  }

  @Test
  void sessions_that_take_and_give_at_once_never_get_more_than_there_is() throws Exception {
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Random random = new Random(i);
      Share share = share(memory);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                await(go);
                for (int round = 0; round < 20_000; round++) {
                  int bytes = random.nextInt(40);
                  if (share.takeIfLeft(bytes)) {
                    most.accumulateAndGet(held.addAndGet(bytes), Math::max);
                    held.addAndGet(-bytes);
                    share.giveBack(bytes);
                  }
                }
                share.close();
              }));
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(1L, 120L);
    assertThat(memory.left()).isEqualTo(120);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the default heap has room for, which operators are told.
  @Test
  void the_largest_backup_fits_into_the_usual_heap_and_a_large_one_beside_a_hog() {
    MemoryBudget usual = new HeapBounds(495 * MIB).memory();
    Share largest = share(usual);
    fill(new ChunkTable(3_000_000, largest), 3_000_000);
    largest.close();
    assertThat(hog(share(usual), MIB / 4)).isGreaterThan(100 * MIB);
    fill(new ChunkTable(3_000_000, share(usual)), 700_000);
  }

  private static void fill(ChunkTable table, int chunks) {
    Random random = new Random(7);
    for (int i = 0; i < chunks; i++) {
      table.put(new ObjectId(random.nextLong(), i, 0, 0), 1);
    }
  }
}
