package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnQuestionsTest {
  private static final int QUESTIONS = 40;
  private static final long BYTES = 100 << 20;
  private static final Raw LARGE = Raw.of(new byte[20_000_000]);

  private final MemoryBudget memory = new MemoryBudget(0, 0, BYTES);
  private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
  private final OwnQuestions questions =
      new OwnQuestions(request -> asked.add(request.id()), memory.share(new Random(5)));
  private final AtomicInteger answered = new AtomicInteger();
  private final Thread host =
      Thread.ofPlatform()
          .daemon()
          .unstarted(() -> {
            try {
              while (true) {
                questions.answer(new Reply.Result(asked.take(), LARGE));
                answered.incrementAndGet();
              }
            } catch (InterruptedException _) {
              // The test is over.
            }
          });

  private static List<ObjectId> ids() {
    return IntStream.range(0, QUESTIONS).mapToObj(i -> new ObjectId(i, 0, 0, 0)).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void endHost() {
    questions.end("the test is over");
    host.interrupt();
  }

  private void awaitHostThatWaits(int after) {
    while (answered.get() < after || host.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoever_asks_hears_that_no_memory_is_left_for_the_answer() throws Exception {
    OwnQuestions poor =
        new OwnQuestions(
            request -> asked.add(request.id()), new MemoryBudget(0, 0, 1000).share(new Random(5)));
    CompletableFuture<Throwable> heard = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> heard.complete(catchThrowable(() -> poor.get(new ObjectId(1, 0, 0, 0)))));
    Reply answer = new Reply.Result(asked.take(), LARGE);
    assertThatThrownBy(() -> poor.answer(answer)).isInstanceOf(MemoryBudget.SpentException.class);
    assertThat(heard.get()).isInstanceOf(MemoryBudget.SpentException.class);
  }

  @Test
  void large_answers_wait_until_those_before_them_were_looked_at() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<ObjectId> seen = new ArrayList<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                questions.getMany(
                    ids(),
                    (id, _) -> {
                      seen.add(id);
                      first.countDown();
                      await(go);
                    });
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    host.start();
    first.await();
    awaitHostThatWaits(1);
    assertThat(answered).as("the one that is looked at").hasValue(1);
    assertThat(memory.left()).isEqualTo(BYTES - LARGE.size());
    go.countDown();
    reader.join();
    assertThat(seen).isEqualTo(ids());
    assertThat(memory.left()).as("all was given back").isEqualTo(BYTES);
  }

  @Test
  void answers_after_the_end_are_nobodys_fault() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            questions.getMany(ids(), (_, _) -> {});
          } catch (IOException | RefusedException e) {
            ended.complete(e);
          }
        });
    long first = asked.take();
    long second = asked.take();
    questions.end("the session is over");
    assertThat(questions.answer(new Reply.Result(first, LARGE))).isEmpty();
    assertThat(questions.answer(new Reply.Result(second, LARGE))).isEmpty();
    assertThat(ended.get()).hasMessageContaining("the session is over");
  }

  @Test
  void nobody_waits_for_answers_that_nobody_wants_any_more() throws Exception {
    host.start();
    for (int i = 0; i < 3; i++) {
      try {
        questions.getMany(
            ids(),
            (_, _) -> {
              throw RefusedException.malformed("enough");
            });
      } catch (RefusedException e) {
        assertThat(e).hasMessageContaining("enough");
      }
    }
    assertThat(questions.get(new ObjectId(1, 2, 3, 4))).isPresent();
  }
}
