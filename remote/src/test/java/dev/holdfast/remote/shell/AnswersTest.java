package dev.holdfast.remote.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.ByteSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AnswersTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final LinkedBlockingQueue<Optional<ByteBuffer>> said = new LinkedBlockingQueue<>();
  private final Answers answers = Answers.in(new Lines(new Said()));

  private final class Said implements ByteSource {
    @Override
    public @Nullable ByteBuffer next() {
      try {
        return said.take().orElse(null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }

  @Test
  void a_late_answer_is_not_taken_for_the_next_one() {
    assertThat(answers.await(1, Duration.ZERO)).isFalse();
    said.add(Optional.of(Lines.bytes("done\n")));
    assertThat(answers.await(1, SOON)).isTrue();
    assertThat(answers.await(2, Duration.ZERO)).isFalse();
    said.add(Optional.of(Lines.bytes("done\ndone\n")));
    assertThat(answers.await(3, SOON)).isTrue();
  }

  @Test
  void the_end_ends_the_wait() {
    said.add(Optional.empty());
    assertThat(answers.await(1, SOON)).isFalse();
  }
}
