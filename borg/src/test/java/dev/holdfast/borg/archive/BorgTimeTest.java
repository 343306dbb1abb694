package dev.holdfast.borg.archive;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BorgTimeTest {
  @Test
  void times_are_utc_with_or_without_microseconds() throws RefusedException {
    assertThat(BorgTime.parse("a time", "2026-11-20T11:17:15.000042"))
        .isEqualTo(Instant.parse("2026-11-20T11:17:15.000042Z"));
    assertThat(BorgTime.parse("a time", "2026-11-20T11:17:15"))
        .isEqualTo(Instant.parse("2026-11-20T11:17:15Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-20",
        "2026-11-20T11:17",
        "2026-13-20T11:17:15",
        "2026-02-30T11:17:15.000000",
        "0000-11-20T11:17:15.000042",
        "2026-11-20T11:17:15.000042Z",
        "+12026-11-20T11:17:15.000042",
        "２０２６-11-20T11:17:15"
      })
  void nothing_else_is_a_time(String text) {
    refused(Refusal.MALFORMED, () -> BorgTime.parse("a time", text));
  }
}
