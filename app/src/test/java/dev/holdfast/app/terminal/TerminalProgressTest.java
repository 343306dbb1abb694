package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.RunEvent;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TerminalProgressTest {
  private final Story story = new Story();

  @Test
  void it_redraws_at_most_ten_times_a_second() {
    var progress = progress(80, 24);
    start(progress, "web1");
    for (var i = 0; i < 1000; i++) {
      story.pass(Duration.ofMillis(1));
      progress.on(new RunEvent.Progress("web1", i, i, i));
    }
    assertThat(story.text().split("\u001b\\[1A", -1)).hasSizeBetween(10, 11);
  }

  @Test
  void what_waits_is_drawn_by_the_next_tick() {
    var progress = progress(80, 24);
    start(progress, "web1");
    progress.on(new RunEvent.Warned("web1", "careful"));
    assertThat(story.text()).doesNotContain("careful");
    story.pass(Duration.ofMillis(100));
    progress.tick();
    assertThat(story.text()).contains("web1: warning: careful");
  }

  @Test
  void no_line_is_wider_than_the_terminal() {
    var progress = progress(20, 24);
    start(progress, "a-target-with-a-very-long-name");
    assertThat(story.text()).isEqualTo("\u001b[2Ka-target-with-a-ve…\n");
  }

  @Test
  void more_targets_than_rows_are_counted_instead_of_scrolled() {
    var progress = progress(80, 4);
    for (var i = 1; i <= 9; i++) {
      start(progress, "t" + i);
    }
    story.pass(Duration.ofSeconds(1));
    progress.tick();
    assertThat(story.text()).contains("t1").contains("t2").contains("… and 7 more");
    assertThat(story.text()).doesNotContain("t3");
  }

  @Test
  void closing_takes_the_live_lines_away_and_nothing_is_drawn_later() {
    var progress = progress(80, 24);
    start(progress, "web1");
    progress.close();
    assertThat(story.text()).endsWith("\u001b[1A\r\u001b[J");
    var before = story.text();
    story.pass(Duration.ofSeconds(1));
    progress.on(new RunEvent.Warned("web1", "late"));
    progress.close();
    assertThat(story.text()).isEqualTo(before);
  }

  @Test
  void the_share_is_shown_only_while_the_previous_size_is_not_reached() {
    var state = new TargetProgress(started("web1", OptionalLong.of(1000)));
    state.advance(new RunEvent.Progress("web1", 1, 421, 0), Story.BEGIN);
    assertThat(state.line(Story.BEGIN)).contains("421 B ≈ 42 %");
    state.advance(new RunEvent.Progress("web1", 2, 1000, 0), Story.BEGIN);
    assertThat(state.line(Story.BEGIN)).doesNotContain("%");
  }

  @Test
  void a_backup_of_unknown_size_shows_no_share() {
    var state = new TargetProgress(started("web1", OptionalLong.empty()));
    state.advance(new RunEvent.Progress("web1", 1, 421, 0), Story.BEGIN);
    assertThat(state.line(Story.BEGIN)).doesNotContain("%");
  }

  private TerminalProgress progress(int columns, int rows) {
    return new TerminalProgress(story.out, story.clock, () -> new ScreenSize(columns, rows));
  }

  private void start(TerminalProgress progress, String target) {
    progress.on(started(target, OptionalLong.empty()));
  }

  private static RunEvent.Started started(String target, OptionalLong expectedBytes) {
    return new RunEvent.Started(target, Action.BACKUP, Story.BEGIN, expectedBytes);
  }
}
