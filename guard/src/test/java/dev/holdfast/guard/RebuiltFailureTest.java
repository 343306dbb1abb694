package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuiltFailureTest {
  private static final Raw LEAK = Raw.of("/srv/secret/place");

  @ParameterizedTest
  @ValueSource(longs = {28, 122})
  void a_disk_that_fills_is_told_in_words_that_borg_knows(long errno) {
    var told = RebuiltFailure.of(trouble(errno));
    assertThat(told.exceptionClass()).isEqualTo("InsufficientFreeSpaceError");
    assertThat(told.args()).hasSize(2);
    assertThat(told.toString()).doesNotContain("secret");
  }

  @Test
  void any_other_trouble_of_the_system_stays_vague() {
    assertThat(RebuiltFailure.of(trouble(5)).exceptionClass()).isEqualTo("Error");
  }

  private static Reply.Failure trouble(long errno) {
    List<Value> args = List.of(new Value.Int(errno), LEAK);
    return new Reply.Failure(7, "OSError", args, List.of(LEAK), List.of(LEAK), true, LEAK);
  }
}
