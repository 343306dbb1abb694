package dev.holdfast.borg.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgeTest {
  @ParameterizedTest
  @CsvSource({"1H,1", "36H,36", "2d,48", "1w,168", "1m,744", "1y,8760", "99999y,875991240"})
  void it_is_as_long_as_borg_counts(String text, long hours) {
    var age = Age.parse(text);
    assertThat(age.toHours()).isEqualTo(hours);
    assertThat(Age.parse(Age.text(age))).isEqualTo(age);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "1h",
        "1M",
        "30s",
        "1h30m",
        "1d12H",
        "1.5d",
        "-1d",
        "1 d",
        "0d",
        "100000y",
        "999999999y"
      })
  void what_borg_does_not_take_is_refused(String text) {
    assertThatThrownBy(() -> Age.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_month_is_not_told_as_minutes() {
    assertThat(Age.text(Age.parse("1m"))).isEqualTo("31d");
    assertThat(Age.text(Age.parse("25H"))).isEqualTo("25H");
  }
}
