package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class QuantitiesTest {
  @Test
  void sizes_read_as_borg_writes_them() {
    assertThat(Quantities.bytes(0)).isEqualTo("0 B");
    assertThat(Quantities.bytes(999)).isEqualTo("999 B");
    assertThat(Quantities.bytes(1000)).isEqualTo("1.00 kB");
    assertThat(Quantities.bytes(1_234_567)).isEqualTo("1.23 MB");
    assertThat(Quantities.bytes(999_999)).isEqualTo("1.00 MB");
    assertThat(Quantities.bytes(Long.MAX_VALUE)).isEqualTo("9.22 EB");
  }

  @Test
  void durations_show_the_two_parts_that_matter() {
    assertThat(Quantities.duration(Duration.ofMillis(450))).isEqualTo("0.4 s");
    assertThat(Quantities.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Quantities.duration(Duration.ofSeconds(187))).isEqualTo("3 min 07 s");
    assertThat(Quantities.duration(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
    assertThat(Quantities.duration(Duration.ofHours(76))).isEqualTo("3 d 04 h");
  }

  @Test
  void rates_and_counts() {
    assertThat(Quantities.rate(0)).isEqualTo("0 B/s");
    assertThat(Quantities.rate(45_600_000)).isEqualTo("45.6 MB/s");
    assertThat(Quantities.count(1_234_567)).isEqualTo("1,234,567");
  }

  @Test
  void wide_and_combining_characters_take_their_columns() {
    assertThat(Columns.of("日本")).isEqualTo(4);
    assertThat(Columns.of("e\u0301")).isEqualTo(1);
    assertThat(Columns.cut("日本語", 4)).isEqualTo("日…");
    assertThat(Columns.cut("abc", 3)).isEqualTo("abc");
    assertThat(Columns.cut("abc", 0)).isEmpty();
  }

  @Test
  void harmful_characters_are_shown_not_obeyed() {
    assertThat(Visible.text("Grüße, 日本 🙂")).isEqualTo("Grüße, 日本 🙂");
    assertThat(Visible.text("a\u001b[2J\n\t\u0085\u202e\ud800"))
        .isEqualTo("a\\x1b[2J\\n\\t\\x85\\u{202e}\\u{d800}");
  }

  @Test
  void a_file_is_no_terminal() {
    assertThat(Terminals.sizeOf(-1)).isEmpty();
  }

  @Test
  void a_heartbeat_goes_on_until_it_is_closed() throws InterruptedException {
    var beats = new CountDownLatch(3);
    try (var heartbeat = new Heartbeat(beats::countDown, Duration.ofMillis(1))) {
      heartbeat.start();
      beats.await();
    }
    assertThat(beats.getCount()).isZero();
  }
}
