package dev.holdfast.borg.archive;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "web-2026-11-20T11:17:15", "with blank", "{now}", "äöü☃", "a::b"})
  void ordinary_and_odd_names_are_names(String name) throws RefusedException {
    assertThat(ArchiveName.parse(name)).hasToString(name);
    assertThat(ArchiveName.parse(name).isCheckpoint()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a\nb", "a\u001b[31m", "a\u202eb", "\ud800", "a\u2028b"})
  void what_cannot_be_a_name_or_forges_output_is_refused(String name) {
    refused(Refusal.MALFORMED, () -> ArchiveName.parse(name));
    assertThatThrownBy(() -> new ArchiveName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000})
  void a_name_has_an_end(int length) {
    refused(Refusal.MALFORMED, () -> ArchiveName.parse("n".repeat(length)));
    refused(Refusal.MALFORMED, () -> ArchiveName.parse("ä".repeat(length / 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.checkpoint", "a.checkpoint.1", "a.checkpoint.checkpoint.27"})
  void checkpoints_are_recognised(String name) throws RefusedException {
    assertThat(ArchiveName.parse(name).isCheckpoint()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.checkpoints", "checkpoint", "a.checkpoint.x", "a.checkpoint."})
  void what_only_looks_alike_is_no_checkpoint(String name) throws RefusedException {
    assertThat(ArchiveName.parse(name).isCheckpoint()).isFalse();
  }
}
